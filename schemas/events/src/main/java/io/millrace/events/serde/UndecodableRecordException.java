package io.millrace.events.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A record on a topic can never be read, however often it is tried. Set it aside as a dead letter and go on with the
 * next one.
 */
public final class UndecodableRecordException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /** Why a record cannot be read. */
    public enum Reason {
        /** No value on a topic that is not compacted. */
        NULL_VALUE,
        /** Larger than records may be. */
        OVERSIZE,
        /** Not in Confluent framing: too short, or another first byte than zero. */
        FRAMING,
        /** The registry answers that it has no schema with this id. */
        UNKNOWN_SCHEMA,
        /** The bytes do not fit their schema, or end too early. */
        MALFORMED,
        /** A record of a type that does not belong on the topic. */
        WRONG_TYPE
    }

    private final Reason reason;

    public UndecodableRecordException(Reason reason, String message) {
        this(reason, message, null);
    }

    public UndecodableRecordException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
