package io.millrace.events.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Trace that an event belongs to, handed on with all that comes of it.
 *
 * @param parent {@code traceparent} as W3C Trace Context writes it; null for none
 */
public record Trace(@Nullable String parent) {

    /** Name of the header, on records and over HTTP. */
    public static final String HEADER = "traceparent";

    /** No trace. */
    public static final Trace NONE = new Trace(null);

    public static Trace of(Headers headers) {
        var header = headers.lastHeader(HEADER);
        return header == null || header.value() == null
                ? NONE
                : new Trace(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Adds the trace to the headers of an event. */
    public void addTo(Headers headers) {
        if (parent != null) {
            headers.add(HEADER, parent.getBytes(StandardCharsets.UTF_8));
        }
    }
}
