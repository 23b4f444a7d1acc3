package io.millrace.core.documents;

import io.millrace.core.settings.RawSettings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * What bounds documents. The same in all processes of an installation.
 *
 * @param maxBytes most bytes of one document, and of all that one call takes
 * @param readTimeout how long chunks of one document are waited for
 */
public record DocumentSettings(int maxBytes, Duration readTimeout) {

    public static final String MAX_BYTES = "documents.max.bytes";
    public static final String READ_TIMEOUT = "documents.read.timeout.ms";

    /** Default of {@link #MAX_BYTES}. */
    public static final int DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

    private static final int LARGEST = 512 * 1024 * 1024;

    /** @throws io.millrace.core.settings.SettingsException with all errors at once */
    public static DocumentSettings of(RawSettings raw) {
        var config = raw.parse(definition());
        return new DocumentSettings(config.getInt(MAX_BYTES), config.getDuration(READ_TIMEOUT));
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        MAX_BYTES,
                        Type.INT,
                        DEFAULT_MAX_BYTES,
                        Range.between(Payload.MOST_BYTES, LARGEST),
                        Importance.MEDIUM,
                        "Most bytes of a payload, and of all documents that one call takes; over 256 KiB it travels"
                                + " in chunks.")
                .define(
                        READ_TIMEOUT,
                        Type.LONG,
                        10_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "How long the chunks of a document are waited for, milliseconds.");
    }
}
