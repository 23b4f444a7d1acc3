package io.millrace.events.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Trace that an event belongs to, handed on with all that comes of it.
 *
 * @param parent {@code traceparent} as W3C Trace Context writes it; null for none
 * @param cause the same of the call whose output the event comes of; null for none, and where workers are not traced
 */
public record Trace(@Nullable String parent, @Nullable String cause) {

    /** Name of the header of the parent, on records and over HTTP. */
    public static final String HEADER = "traceparent";

    /** Name of the header of the cause, on records. */
    public static final String CAUSE_HEADER = "millrace-cause";

    /** No trace. */
    public static final Trace NONE = new Trace(null);

    /** Of what no call has caused. */
    public Trace(@Nullable String parent) {
        this(parent, null);
    }

    public static Trace of(Headers headers) {
        var parent = text(headers, HEADER);
        var cause = text(headers, CAUSE_HEADER);
        return parent == null && cause == null ? NONE : new Trace(parent, cause);
    }

    /** The same trace behind a call. */
    public Trace causedBy(String call) {
        return new Trace(parent, call);
    }

    /** Adds the trace to the headers of an event. */
    public void addTo(Headers headers) {
        add(headers, HEADER, parent);
        add(headers, CAUSE_HEADER, cause);
    }

    private static @Nullable String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void add(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
