package io.millrace.engines.simulated;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * An absolute schedule: what comes late once does not make the rest late. For one thread.
 */
final class Pace {

    private static final double NANOS_PER_MILLI = 1e6;

    private double due = System.nanoTime();
    private long pauses;
    private double lateNanos;
    private double mostLateNanos;

    /** Begins anew now, after a time without work. */
    void restart() {
        due = System.nanoTime();
    }

    /** Returns when {@code millis} more have passed on the schedule. An interrupt ends it early. */
    void pause(double millis) {
        due += millis * NANOS_PER_MILLI;
        long end = (long) due;
        long left = end - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, left);
            left = end - System.nanoTime();
        }
        pauses++;
        lateNanos += -left;
        mostLateNanos = Math.max(mostLateNanos, -left);
    }

    /** How late the ends of pauses were. */
    String lateness() {
        return String.format(
                Locale.ROOT,
                "iterations=%d late_mean_ms=%.3f late_max_ms=%.3f",
                pauses,
                lateNanos / Math.max(1, pauses) / NANOS_PER_MILLI,
                mostLateNanos / NANOS_PER_MILLI);
    }
}
