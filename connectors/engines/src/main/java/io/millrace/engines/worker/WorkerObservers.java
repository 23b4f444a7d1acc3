package io.millrace.engines.worker;

/** Who is told what calls do. */
record WorkerObservers(WorkerMetrics metrics, CallSpans spans) {}
