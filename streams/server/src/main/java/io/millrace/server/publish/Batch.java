package io.millrace.server.publish;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * The events of one request, sent in their order. Each is taken or refused on its own, but one deadline holds for all, and
 * where broker or registry are away only the first finds out: sending may block as long as one event may take, so a
 * batch takes at most twice that. For one thread.
 */
final class Batch {

    /** Sooner or later every event after it would meet the same. */
    private static final Set<Problem> OUTAGES =
            EnumSet.of(Problem.TIMEOUT, Problem.KAFKA_UNAVAILABLE, Problem.STOPPING);

    private final IntFunction<CompletableFuture<Published>> sender;
    private final Duration timeout;
    private final LongSupplier nanoTime;

    /**
     * @param sender sends the event with this number; may throw a {@link ProblemException} as its future may fail with one
     * @param nanoTime as {@link System#nanoTime()}
     */
    Batch(IntFunction<CompletableFuture<Published>> sender, Duration timeout, LongSupplier nanoTime) {
        this.sender = sender;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /** Sends that many and waits; the futures are done, those that failed with a {@link ProblemException}. */
    List<CompletableFuture<Published>> publish(int events) {
        long end = nanoTime.getAsLong() + timeout.toNanos();
        var sent = new ArrayList<CompletableFuture<Published>>();
        Optional<ProblemException> outage = Optional.empty();
        while (sent.size() < events) {
            var next = outage.isPresent() ? CompletableFuture.<Published>failedFuture(outage.get()) : send(sent.size());
            sent.add(next);
            outage = outage(next, end);
        }
        return sent.stream().map(one -> await(one, end)).toList();
    }

    private CompletableFuture<Published> send(int event) {
        try {
            return sender.apply(event);
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What keeps the events after this one from being sent. */
    private Optional<ProblemException> outage(CompletableFuture<Published> last, long end) {
        if (last.isCompletedExceptionally()) {
            var failure =
                    KafkaProblems.of(last.handle((published, thrown) -> thrown).join());
            if (OUTAGES.contains(failure.problem())) {
                return Optional.of(failure);
            }
        }
        return leftMillis(end) > 0
                ? Optional.empty()
                : Optional.of(Problem.TIMEOUT.because("the events before it took all of the time of the batch"));
    }

    private CompletableFuture<Published> await(CompletableFuture<Published> one, long end) {
        try {
            return CompletableFuture.completedFuture(KafkaProblems.get(one, leftMillis(end)));
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private long leftMillis(long end) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - nanoTime.getAsLong()));
    }
}
