package io.millrace.server.request;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.tracing.Tracing;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.events.topic.Trace;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RequestSpansTest {

    private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();

    @AutoClose
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();

    private final RequestSpans spans = new RequestSpans(provider.get("test"));

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldSpanARequestInTheTraceOfItsCaller() {
        // Given
        var trace = spans.begin(request(), new Trace(CALLER));
        // When
        spans.take(finished(ResultStatus.COMPLETE, null));
        spans.end("r");
        spans.end("r");
        // Then
        assertThat(exported.getFinishedSpanItems()).hasSize(1);
        var span = exported.getFinishedSpanItems().get(0);
        assertThat(trace.parent()).isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
        assertThat(span.getName()).isEqualTo("ask p");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(span.getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        var attributes = span.getAttributes();
        assertThat(attributes.get(stringKey("millrace.request.id"))).isEqualTo("r");
        assertThat(attributes.get(stringKey("millrace.status"))).isEqualTo("COMPLETE");
        assertThat(attributes.get(doubleKey("millrace.cost"))).isEqualTo(0.25);
        assertThat(attributes.get(longKey("gen_ai.usage.input_tokens"))).isEqualTo(10);
        assertThat(attributes.get(longKey("gen_ai.usage.output_tokens"))).isEqualTo(3);
    }

    @Test
    void shouldSayWhatARequestFailedOf() {
        spans.begin(request(), Trace.NONE);

        spans.take(finished(ResultStatus.FAILED, "DEADLINE"));
        spans.end("r");

        var span = exported.getFinishedSpanItems().get(0);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(stringKey("error.type"))).isEqualTo("DEADLINE");
    }

    @Test
    void shouldHandOnTheTraceOfTheCallerWhereNothingIsTraced() {
        var untraced = new RequestSpans(Tracing.noTracer());

        assertThat(untraced.begin(request(), new Trace(CALLER)).parent()).isEqualTo(CALLER);
        assertThat(untraced.begin(request(), Trace.NONE)).isEqualTo(Trace.NONE);
    }

    private static Request request() {
        return Request.newBuilder()
                .setRequestId("r")
                .setPipeline("p")
                .setInput("why?")
                .setAt(1)
                .build();
    }

    private static Reply finished(ResultStatus status, @Nullable String error) {
        var result = Result.newBuilder()
                .setRequestId("r")
                .setPipeline("p")
                .setStatus(status)
                .setErrorCode(error)
                .setUsage(new Usage(10L, 4L, 3L))
                .setCost(0.25)
                .setStartedAt(1)
                .setAt(2)
                .build();
        return Reply.newBuilder()
                .setRequestId("r")
                .setSequence(0)
                .setKind(ReplyKind.FINISHED)
                .setResult(result)
                .setAt(2)
                .build();
    }
}
