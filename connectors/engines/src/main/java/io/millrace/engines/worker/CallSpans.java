package io.millrace.engines.worker;

import io.millrace.core.tracing.TraceParent;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.Paths;
import io.millrace.events.topic.Trace;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;

/**
 * Spans of calls, with the names of OpenTelemetry's conventions for generative AI. The parent of each is the request; a link
 * leads to the call whose output it comes of. Safe for use by several threads.
 */
final class CallSpans {

    private static final AttributeKey<List<Long>> ATTEMPT = AttributeKey.longArrayKey("millrace.attempt");

    private final Telemetry telemetry;
    private final boolean isModel;

    /** @param isModel whether calls go to a language model, else to a service */
    CallSpans(Telemetry telemetry, boolean isModel) {
        this.telemetry = telemetry;
        this.isModel = isModel;
    }

    /** The span of a call that begins now; its {@link CallSpan#trace} is for what it says. */
    CallSpan start(QueuedCall call) {
        var work = call.work();
        var target = isModel ? work.getParameters().getOrDefault("model", telemetry.model()) : work.getPool();
        var operation = isModel ? "chat" : "execute_tool";
        var builder = telemetry
                .tracer()
                .spanBuilder(operation + " " + target)
                .setParent(TraceParent.context(call.trace().parent()))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("gen_ai.operation.name", operation)
                .setAttribute("gen_ai.provider.name", telemetry.provider())
                .setAttribute(isModel ? "gen_ai.request.model" : "gen_ai.tool.name", target);
        var cause = TraceParent.span(call.trace().cause());
        if (cause.isValid()) {
            builder.addLink(cause);
        }
        return new CallSpan(placed(builder, work, call.run()).startSpan(), call.trace());
    }

    private static SpanBuilder placed(SpanBuilder builder, Work work, long run) {
        return builder.setAttribute("millrace.request.id", work.getRequestId())
                .setAttribute("millrace.pipeline", work.getPipeline())
                .setAttribute("millrace.pool", work.getPool())
                .setAttribute("millrace.stage", work.getStage())
                .setAttribute("millrace.path", Paths.text(work.getPath()))
                .setAttribute(
                        ATTEMPT,
                        work.getAttempt().stream().map(Integer::longValue).toList())
                .setAttribute("millrace.run", run);
    }

    /** One call. */
    static final class CallSpan {

        private final Span span;
        private final Trace given;

        CallSpan(Span span, Trace given) {
            this.span = span;
            this.given = given;
        }

        /** What the elements of the call carry: the trace of its work, behind this call where it is recorded. */
        Trace trace() {
            return span.isRecording()
                    ? TraceParent.of(span).map(given::causedBy).orElse(given)
                    : given;
        }

        void firstText() {
            span.addEvent("first text");
        }

        /** @param outcome END or the code of the failure; a call that was aborted has not failed */
        void end(String outcome, TokenUsage usage) {
            span.setAttribute("gen_ai.usage.input_tokens", usage.promptTokens())
                    .setAttribute("gen_ai.usage.output_tokens", usage.completionTokens())
                    .setAttribute("gen_ai.usage.cache_read.input_tokens", usage.cachedTokens());
            if (!outcome.equals("END")) {
                span.setAttribute("error.type", outcome);
                span.setStatus(outcome.equals(EngineFailure.CANCELLED) ? StatusCode.UNSET : StatusCode.ERROR);
            }
            span.end();
        }
    }
}
