package io.millrace.core.metrics;

import io.millrace.core.metrics.MeterDescription.Kind;
import java.util.List;

/** Meters of every Kafka Streams application. */
public final class CoreMeters {

    public static final MeterDescription APP_READY = new MeterDescription(
            "millrace.app.ready", Kind.GAUGE, List.of("application"), "1 while the application serves, else 0.");

    public static final MeterDescription FAILURES = new MeterDescription(
            "millrace.failures",
            Kind.COUNTER,
            List.of("application", "kind", "topic", "reason"),
            "Records that failed: undecodable or invalid ones were set aside, outages and bugs replaced or stopped a thread.");

    private CoreMeters() {}
}
