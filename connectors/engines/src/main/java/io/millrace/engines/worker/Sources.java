package io.millrace.engines.worker;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What a worker has time and chance from, and its way to the log.
 *
 * @param clock of what it writes and of deadlines
 * @param nanos monotonic clock for durations, in nanoseconds
 * @param runs ids of runs, distinct for all practical purposes
 * @param way what elements pass on their way to the log: nothing but where tests disturb them
 */
record Sources(Clock clock, LongSupplier nanos, LongSupplier runs, UnaryOperator<ElementSink> way) {

    static Sources ofSystem() {
        return through(UnaryOperator.identity());
    }

    static Sources through(UnaryOperator<ElementSink> way) {
        return new Sources(Clock.systemUTC(), System::nanoTime, new SecureRandom()::nextLong, way);
    }
}
