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
        /** No key where records are told apart by it. */
        NULL_KEY,
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
    private final transient byte @Nullable [] value;

    public UndecodableRecordException(Reason reason, String message) {
        this(reason, message, (Throwable) null);
    }

    /** @param value the bytes that are too large to be written; on a record that was read they are known anyway */
    public UndecodableRecordException(Reason reason, String message, byte[] value) {
        super(message);
        this.reason = reason;
        this.value = value;
    }

    public UndecodableRecordException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.value = null;
    }

    public Reason reason() {
        return reason;
    }

    /** The value that was refused when it was to be written, else null. Not to be changed. */
    public byte @Nullable [] value() {
        return value;
    }
}
