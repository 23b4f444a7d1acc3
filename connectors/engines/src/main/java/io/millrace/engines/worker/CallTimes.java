package io.millrace.engines.worker;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long calls hold their place, those that were aborted included: a mean in which each call weighs a twentieth less
 * than the next, so that it follows a change of load within some tens of calls. Safe for use by several threads.
 */
public final class CallTimes {

    private static final double WEIGHT = 0.05;

    private @Nullable Double meanMillis;

    public synchronized void ended(long nanos) {
        double millis = nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
        meanMillis = meanMillis == null ? millis : meanMillis + WEIGHT * (millis - meanMillis);
    }

    /** Milliseconds; null before the first call has ended. */
    public synchronized @Nullable Double meanMillis() {
        return meanMillis;
    }
}
