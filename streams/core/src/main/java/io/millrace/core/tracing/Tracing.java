package io.millrace.core.tracing;

import io.millrace.core.settings.RawSettings;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * Where the spans of a process go. One for each process, closed last so that the spans of what was closed before are
 * exported. Where no endpoint is set nothing of OpenTelemetry but its interfaces is loaded.
 */
public final class Tracing implements AutoCloseable {

    public static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    /** Prefix of settings handed to OpenTelemetry as they are, such as {@code otel.traces.sampler}. */
    public static final String PREFIX = "otel.";

    private static final String SCOPE = "io.millrace";

    private final Tracer tracer;
    private final Runnable onClose;

    private Tracing(Tracer tracer, Runnable onClose) {
        this.tracer = tracer;
        this.onClose = onClose;
    }

    /** @param environment of the process: OpenTelemetry's own variables go before settings */
    public static Tracing of(RawSettings raw, Map<String, String> environment) {
        var isOn = raw.values().containsKey(ENDPOINT)
                || Stream.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
                        .anyMatch(environment::containsKey);
        return isOn ? exporting(raw) : new Tracing(noTracer(), () -> {});
    }

    /** For where nothing is traced. */
    public static Tracer noTracer() {
        return OpenTelemetry.noop().getTracer(SCOPE);
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        ENDPOINT,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "OTLP/HTTP endpoint that spans are sent to, such as http://localhost:4318; nothing is traced"
                                + " without. OpenTelemetry's other settings are passed on under their own names.");
    }

    private static Tracing exporting(RawSettings raw) {
        var sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> properties(raw))
                .build()
                .getOpenTelemetrySdk();
        return new Tracing(sdk.getTracer(SCOPE), sdk::close);
    }

    /** Spans only, over HTTP: metrics are for Prometheus, and logs go to files. */
    private static Map<String, String> properties(RawSettings raw) {
        var properties = new HashMap<>(Map.of(
                "otel.service.name", "millrace",
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none"));
        raw.startingWith(PREFIX).forEach((key, value) -> properties.put(PREFIX + key, value));
        return properties;
    }

    public Tracer tracer() {
        return tracer;
    }

    /** Exports what waits. */
    @Override
    public void close() {
        onClose.run();
    }
}
