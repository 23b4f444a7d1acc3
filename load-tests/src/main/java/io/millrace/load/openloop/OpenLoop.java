package io.millrace.load.openloop;

import io.millrace.load.headline.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Asks when requests are due, whether earlier ones have been answered or not. */
public final class OpenLoop {

    private static final double NANOS = 1e9;

    private final Duration patience;

    /** @param patience with what is under way when the last request has been asked */
    public OpenLoop(Duration patience) {
        this.patience = patience;
    }

    /** Runs to the end of the last request; outcomes in the order of {@code arrivals}. */
    public List<Outcome> run(List<Arrival> arrivals, Questions questions) throws InterruptedException {
        var left = new CountDownLatch(arrivals.size());
        var asked = new ArrayList<Asked>();
        long start = System.nanoTime();
        for (var arrival : arrivals) {
            long due = start + (long) (arrival.at() * NANOS);
            sleepUntil(due);
            var question = new Asked(arrival.at(), due, left);
            questions.ask(asked.size(), arrival.answer(), question);
            asked.add(question);
        }
        left.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return asked.stream().map(Asked::outcome).toList();
    }

    private static void sleepUntil(long due) throws InterruptedException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for the next request");
            }
        }
    }

    /** One request under way. Only the first of each kind of news counts. Safe for use by several threads. */
    private static final class Asked implements Questions.Progress {

        private final double at;
        private final long due;
        private final CountDownLatch left;
        private double firstVerdict = Double.NaN;
        private double latency = Double.NaN;
        private @Nullable String failure = "did not end";

        Asked(double at, long due, CountDownLatch left) {
            this.at = at;
            this.due = due;
            this.left = left;
        }

        @Override
        public synchronized void firstVerdict() {
            if (Double.isNaN(firstVerdict)) {
                firstVerdict = elapsed();
            }
        }

        @Override
        public synchronized void ended() {
            if (Double.isNaN(latency)) {
                latency = elapsed();
                failure = null;
                left.countDown();
            }
        }

        @Override
        public synchronized void failed(String reason) {
            failure = reason;
            left.countDown();
        }

        synchronized Outcome outcome() {
            return new Outcome(at, firstVerdict, latency, failure);
        }

        private double elapsed() {
            return (System.nanoTime() - due) / NANOS;
        }
    }
}
