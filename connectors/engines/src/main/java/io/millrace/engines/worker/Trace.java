package io.millrace.engines.worker;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Trace context of a piece of work, handed on with all that comes of it.
 *
 * @param parent header {@code traceparent} (W3C Trace Context) as it came; null when there was none
 */
record Trace(@Nullable Header parent) {

    static final Trace NONE = new Trace(null);

    private static final String HEADER = "traceparent";

    static Trace of(Headers headers) {
        var parent = headers.lastHeader(HEADER);
        return parent == null ? NONE : new Trace(parent);
    }

    /** Adds the context to a record and returns it. */
    <K, V> ProducerRecord<K, V> on(ProducerRecord<K, V> record) {
        if (parent != null) {
            record.headers().add(parent);
        }
        return record;
    }
}
