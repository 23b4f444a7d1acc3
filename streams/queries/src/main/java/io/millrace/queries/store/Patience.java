package io.millrace.queries.store;

import io.millrace.queries.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for a copy to catch up, on the thread of the request: as many at once as leave threads for what need not wait. Safe
 * for use by several threads.
 */
public final class Patience {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Duration most;
    private final Semaphore room;

    /**
     * @param most how long a read may wait
     * @param waiting reads that may wait at once
     */
    public Patience(Duration most, int waiting) {
        this.most = most;
        this.room = new Semaphore(waiting);
    }

    /**
     * The first that {@code attempt} gives; it is asked at once, and again and again while it gives none.
     *
     * @param what is waited for, for people
     * @throws io.millrace.queries.ProblemException TIMEOUT, or TOO_MANY_REQUESTS where too many wait
     */
    <T> T await(String what, Supplier<Optional<T>> attempt) {
        var found = attempt.get();
        if (found.isPresent()) {
            return found.get();
        }
        if (!room.tryAcquire()) {
            throw Problem.TOO_MANY_REQUESTS.because("too many reads wait already; try again shortly");
        }
        try {
            long end = System.nanoTime() + most.toNanos();
            while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(LOOK_NANOS);
                found = attempt.get();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        } finally {
            room.release();
        }
        throw Problem.TIMEOUT.because(what + " was not reached within " + most.toMillis() + " ms; try again shortly");
    }
}
