package io.millrace.core.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between spans and the {@code traceparent} of W3C Trace Context that events carry. */
public final class TraceParent {

    private static final String KEY = "traceparent";

    private static final TextMapGetter<String> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(KEY);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(KEY) ? carrier : null;
        }
    };

    private TraceParent() {}

    /** What a span begins in; without a parent where there is none or it cannot be read. */
    public static Context context(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, GETTER);
    }

    /** The span that it names; an invalid one where it names none. */
    public static SpanContext span(@Nullable String traceparent) {
        return Span.fromContext(context(traceparent)).getSpanContext();
    }

    /** Empty where the span is of no trace, since nothing is traced. */
    public static Optional<String> of(Span span) {
        var context = span.getSpanContext();
        return context.isValid()
                ? Optional.of("00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex())
                : Optional.empty();
    }
}
