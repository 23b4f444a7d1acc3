package io.millrace.engines.worker;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Where a worker has time and chance from.
 *
 * @param clock of what it writes and of deadlines
 * @param nanos monotonic clock for durations, in nanoseconds
 * @param runs ids of runs, distinct for all practical purposes
 */
record Sources(Clock clock, LongSupplier nanos, LongSupplier runs) {

    static Sources ofSystem() {
        return new Sources(Clock.systemUTC(), System::nanoTime, new SecureRandom()::nextLong);
    }
}
