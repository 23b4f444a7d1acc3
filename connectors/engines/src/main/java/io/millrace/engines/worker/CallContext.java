package io.millrace.engines.worker;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What all calls of a worker share.
 *
 * @param mostBytes of one answer of a service
 * @param nanos monotonic clock, in nanoseconds
 * @param sender where calls have elements sent; may wait for the broker
 * @param timer flushes batches and ends calls at their deadline
 */
record CallContext(
        WorkerSettings settings,
        ElementSink sink,
        Executor sender,
        int mostBytes,
        Clock clock,
        LongSupplier nanos,
        ScheduledExecutorService timer,
        WorkerMetrics metrics,
        CallSpans spans,
        ReplicaMemory memory) {}
