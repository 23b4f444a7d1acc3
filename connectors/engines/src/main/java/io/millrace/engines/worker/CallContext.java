package io.millrace.engines.worker;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What all calls of a worker share.
 *
 * @param mostBytes of one answer of a service
 * @param nanos monotonic clock, in nanoseconds
 * @param timer flushes batches and ends calls at their deadline
 */
record CallContext(
        WorkerSettings settings,
        ElementSink sink,
        int mostBytes,
        Clock clock,
        LongSupplier nanos,
        ScheduledExecutorService timer,
        WorkerMetrics metrics) {}
