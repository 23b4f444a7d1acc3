package io.millrace.engines.worker;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What all calls of a worker share.
 *
 * @param nanos monotonic clock, in nanoseconds
 * @param timer flushes batches and ends calls at their deadline
 */
record CallContext(
        WorkerSettings settings,
        ElementSink sink,
        Clock clock,
        LongSupplier nanos,
        ScheduledExecutorService timer,
        WorkerMetrics metrics) {}
