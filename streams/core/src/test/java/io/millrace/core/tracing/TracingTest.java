package io.millrace.core.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millrace.core.settings.RawSettings;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class TracingTest {

    @Test
    void shouldTraceNothingWithoutAnEndpoint() {
        try (var tracing = Tracing.of(RawSettings.of(Map.of("otel.traces.sampler", "always_on")), Map.of())) {
            var span = tracing.tracer().spanBuilder("any").startSpan();

            assertThat(span.isRecording()).isFalse();
            assertThat(TraceParent.of(span)).isEmpty();
        }
    }

    @Test
    void shouldExportOverHttpWhatEndedBeforeTheClose() throws IOException {
        // Given
        var received = new ConcurrentHashMap<String, String>();
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            received.put(exchange.getRequestURI().getPath(), body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        var endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
        try {
            // When
            try (var tracing = Tracing.of(
                    RawSettings.of(Map.of(Tracing.ENDPOINT, endpoint, "otel.exporter.otlp.compression", "none")),
                    Map.of())) {
                tracing.tracer().spanBuilder("ask verified-answer").startSpan().end();
            }
        } finally {
            collector.stop(0);
        }
        // Then
        assertThat(received).containsOnlyKeys("/v1/traces");
        assertThat(received.get("/v1/traces")).contains("ask verified-answer", "service.name", "millrace");
    }

    @Test
    void shouldReadTheParentThatItWrites() {
        var written = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        assertThat(TraceParent.span(written).getSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(TraceParent.of(Span.fromContext(TraceParent.context(written))))
                .hasValue(written);
        assertThat(TraceParent.span("00-abc").isValid()).isFalse();
        assertThat(TraceParent.span(null).isValid()).isFalse();
    }
}
