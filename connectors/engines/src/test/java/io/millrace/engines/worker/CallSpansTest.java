package io.millrace.engines.worker;

import static io.opentelemetry.api.common.AttributeKey.longArrayKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.topic.Trace;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Spans of calls, and what the elements of a call carry of them. */
final class CallSpansTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String REQUEST = "b7ad6b7169203331";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();

    @AutoClose
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();

    private final RecordingSink sink = new RecordingSink();

    @AutoClose
    private final CallFixture calls = new CallFixture(sink, provider.get("test"));

    @Test
    void shouldNameACallByTheConventions() {
        var work = WorkSamples.call("r", 3);
        var call = calls.waiting(work, new Trace("00-" + TRACE + "-" + REQUEST + "-01"));

        call.start(calls.callee);
        call.text("so");
        call.end(new TokenUsage(100, 40, 7), FinishReason.STOP);

        var span = span();
        assertThat(span.getName()).isEqualTo("chat small");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(REQUEST);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getEvents()).extracting(event -> event.getName()).containsExactly("first text");
        var attributes = span.getAttributes();
        assertThat(attributes.get(stringKey("gen_ai.operation.name"))).isEqualTo("chat");
        assertThat(attributes.get(stringKey("gen_ai.provider.name"))).isEqualTo("openai");
        assertThat(attributes.get(stringKey("gen_ai.request.model"))).isEqualTo("small");
        assertThat(attributes.get(longKey("gen_ai.usage.input_tokens"))).isEqualTo(100);
        assertThat(attributes.get(longKey("gen_ai.usage.output_tokens"))).isEqualTo(7);
        assertThat(attributes.get(stringKey("millrace.request.id"))).isEqualTo("r");
        assertThat(attributes.get(stringKey("millrace.stage"))).isEqualTo("claims");
        assertThat(attributes.get(stringKey("millrace.path"))).isEqualTo("/1.3/");
        assertThat(attributes.get(longArrayKey("millrace.attempt"))).containsExactly(1L, 1L);
        assertThat(attributes.get(longKey("millrace.run"))).isEqualTo(CallFixture.RUN);
    }

    @Test
    void shouldLinkACallToTheOneWhoseOutputItComesOf() {
        // Given
        var first = calls.waiting(WorkSamples.call("r", 0), new Trace("00-" + TRACE + "-" + REQUEST + "-01"));
        first.start(calls.callee);
        var handedOn = sink.traces.get(0);
        // When
        var second = calls.waiting(WorkSamples.call("r", 1), handedOn);
        second.start(calls.callee);
        second.end(TokenUsage.NONE);
        first.end(TokenUsage.NONE);
        // Then
        var spans = exported.getFinishedSpanItems();
        assertThat(spans).extracting(SpanData::getParentSpanId).containsOnly(REQUEST);
        assertThat(spans.get(0).getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(spans.get(1).getSpanId());
        assertThat(spans.get(1).getLinks()).isEmpty();
    }

    @Test
    void shouldSayWhatACallFailedOf() {
        var call = calls.begin(WorkSamples.call("r", 0));

        call.fail(new EngineFailure("ENGINE_TIMEOUT", "too slow", true, new TokenUsage(10, 0, 1)));

        assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span().getAttributes().get(stringKey("error.type"))).isEqualTo("ENGINE_TIMEOUT");
        assertThat(span().getAttributes().get(longKey("gen_ai.usage.output_tokens")))
                .isEqualTo(1);
    }

    @Test
    void shouldNotCallACancelledCallAFailure() {
        var call = calls.begin(WorkSamples.call("r", 0));

        call.abort(EngineFailure.CANCELLED, "the client has gone");

        assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span().getAttributes().get(stringKey("error.type"))).isEqualTo("CANCELLED");
    }

    private SpanData span() {
        List<SpanData> spans = exported.getFinishedSpanItems();
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }
}
