package io.millrace.events.topic;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Headers of events. */
public final class EventHeaders {

    /** Trace of the event, as W3C Trace Context writes it. */
    public static final String TRACEPARENT = "traceparent";

    private EventHeaders() {}

    /** New headers with the trace of {@code cause}, for what it leads to; without any where it has none. */
    public static Headers traceOf(Headers cause) {
        var trace = cause.lastHeader(TRACEPARENT);
        var headers = new RecordHeaders();
        if (trace != null) {
            headers.add(trace);
        }
        return headers;
    }
}
