package io.millrace.server.request;

import io.millrace.core.tracing.TraceParent;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.topic.Trace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The span of each request, from the question to the last that its caller hears: the parent of the spans of its calls. Safe
 * for use by several threads.
 */
public final class RequestSpans {

    private final Tracer tracer;

    /** Spans that are recorded, by request. Bound: one entry a request that is put or waited for. */
    private final Map<String, Span> open = new ConcurrentHashMap<>();

    public RequestSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Begins the span of a request; {@link #end} it.
     *
     * @param caller whose span is the parent, if it has one
     * @return the trace that the request goes on in
     */
    Trace begin(Request request, Trace caller) {
        var span = tracer.spanBuilder("ask " + request.getPipeline())
                .setParent(TraceParent.context(caller.parent()))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("millrace.request.id", request.getRequestId())
                .setAttribute("millrace.pipeline", request.getPipeline())
                .startSpan();
        if (span.isRecording()) {
            open.put(request.getRequestId(), span);
        }
        return TraceParent.of(span).map(Trace::new).orElse(caller);
    }

    /** Notes how the request ended, once it has. */
    void take(Reply reply) {
        var span = open.get(reply.getRequestId());
        if (span != null && reply.getResult() != null) {
            note(span, reply.getResult());
        }
    }

    private static void note(Span span, Result result) {
        span.setAttribute("millrace.status", result.getStatus().name())
                .setAttribute("millrace.cost", result.getCost())
                .setAttribute("gen_ai.usage.input_tokens", result.getUsage().getPromptTokens())
                .setAttribute("gen_ai.usage.output_tokens", result.getUsage().getCompletionTokens());
        if (result.getErrorCode() != null) {
            span.setAttribute("error.type", result.getErrorCode())
                    .setStatus(StatusCode.ERROR, Objects.requireNonNullElse(result.getErrorMessage(), ""));
        }
    }

    /** The caller hears no more. */
    void end(String requestId) {
        var span = open.remove(requestId);
        if (span != null) {
            span.end();
        }
    }
}
