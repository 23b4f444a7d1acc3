package io.millrace.engines.index;

import io.millrace.core.settings.RawSettings;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;

/**
 * Where the index is and what goes into it.
 *
 * @param directory of the index
 * @param nativesDirectory where native libraries of the embedding model are unpacked
 * @param maxFileBytes larger files are left out
 */
public record IndexSettings(Path directory, Path nativesDirectory, long maxFileBytes) {

    public static final String INDEX_DIR = "index.dir";
    public static final String NATIVES_DIR = "natives.dir";
    public static final String MAX_FILE_BYTES = "index.max.file.bytes";

    private static final long DEFAULT_MAX_FILE_BYTES = 64L << 20;

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    public static IndexSettings of(RawSettings settings) {
        var values = settings.parse(definition());
        return new IndexSettings(
                Path.of(values.getString(INDEX_DIR)),
                Path.of(values.getString(NATIVES_DIR)),
                values.getLong(MAX_FILE_BYTES));
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        INDEX_DIR,
                        ConfigDef.Type.STRING,
                        ".millrace/index",
                        new NonEmptyString(),
                        Importance.HIGH,
                        "Directory of the document index, written by 'millrace index'.")
                .define(
                        NATIVES_DIR,
                        ConfigDef.Type.STRING,
                        ".millrace/natives",
                        new NonEmptyString(),
                        Importance.LOW,
                        "Directory where native libraries of the embedding model are unpacked once.")
                .define(
                        MAX_FILE_BYTES,
                        ConfigDef.Type.LONG,
                        DEFAULT_MAX_FILE_BYTES,
                        Range.between(1, 1L << 30),
                        Importance.LOW,
                        "Largest document in bytes; a larger one is reported as unreadable.");
    }
}
