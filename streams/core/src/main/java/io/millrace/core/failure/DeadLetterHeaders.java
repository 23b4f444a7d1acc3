package io.millrace.core.failure;

/** Headers of a dead letter, all UTF-8 text but {@link #KEY}. The headers of the original record stay beside them. */
public final class DeadLetterHeaders {

    /** Common prefix. */
    public static final String PREFIX = "millrace-error-";

    /** Application that could not use the record. */
    public static final String APPLICATION = PREFIX + "application";

    /** Topic of the original record. */
    public static final String TOPIC = PREFIX + "topic";

    /** Partition of the original record. */
    public static final String PARTITION = PREFIX + "partition";

    /** Offset of the original record. */
    public static final String OFFSET = PREFIX + "offset";

    /** Raw key of the original record, cut to one KiB; absent for no key. */
    public static final String KEY = PREFIX + "key";

    /** Short reason, such as {@code unknown_schema}. */
    public static final String REASON = PREFIX + "reason";

    /** Class of the exception. */
    public static final String CLASS = PREFIX + "class";

    /** Message of the exception, cut to one thousand characters. */
    public static final String MESSAGE = PREFIX + "message";

    /** Only when the record was cut: size of the original value in bytes. */
    public static final String ORIGINAL_BYTES = PREFIX + "original-bytes";

    /** Only when the record was cut: digest of the original value, as {@code sha-256=:<base64>:} (RFC 9530). */
    public static final String DIGEST = PREFIX + "digest";

    /** On a record that was published again: where its dead letter is, as {@code <topic>/<partition>/<offset>}. */
    public static final String REPLAYED_FROM = "millrace-replayed-from";

    private DeadLetterHeaders() {}
}
