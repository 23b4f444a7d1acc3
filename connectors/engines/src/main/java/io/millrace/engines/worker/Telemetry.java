package io.millrace.engines.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.tracing.Tracing;
import io.opentelemetry.api.trace.Tracer;

/**
 * Where a worker tells what it does.
 *
 * @param tracer of the spans of calls
 * @param provider name of the engine or service, for spans
 * @param model that is asked where a stage names none, for spans
 */
public record Telemetry(MeterRegistry meters, Tracer tracer, String provider, String model) {

    /** Without spans. */
    public static Telemetry of(MeterRegistry meters) {
        return new Telemetry(meters, Tracing.noTracer(), "", "");
    }
}
