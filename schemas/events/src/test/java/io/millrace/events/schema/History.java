package io.millrace.events.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The past versions of all schemas, below {@code history/<subject>}: {@code vN.avsc} and {@code vN.hex}, the bytes of its
 * sample. {@link #addToday} adds the versions of today; versions that are there are never written.
 */
final class History {

    private static final Path ROOT = Path.of("history");
    private static final int BYTES_A_LINE = 32;

    /** One version. */
    record Version(int number, Schema schema, byte[] golden) {}

    private History() {}

    static List<Version> versions(Subject subject) throws IOException {
        var versions = new ArrayList<Version>();
        for (var number = 1; Files.exists(schemaFile(subject, number)); number++) {
            var schema = new Schema.Parser().parse(Files.readString(schemaFile(subject, number)));
            var hex = Files.readString(goldenFile(subject, number)).replaceAll("\\s", "");
            versions.add(new Version(number, schema, HexFormat.of().parseHex(hex)));
        }
        return versions;
    }

    /** Adds a version to each subject that has changed since its last one. */
    static void addToday() throws IOException {
        for (var subject : Subject.all()) {
            var versions = versions(subject);
            if (versions.isEmpty()
                    || !versions.get(versions.size() - 1).schema().equals(subject.schema())) {
                write(subject, versions.size() + 1);
            }
        }
    }

    private static void write(Subject subject, int number) throws IOException {
        Files.createDirectories(ROOT.resolve(subject.name()));
        Files.writeString(schemaFile(subject, number), subject.schema().toString(true) + "\n");
        var hex = HexFormat.of().formatHex(Samples.bytes(subject, Samples.of(subject.schema())));
        Files.writeString(goldenFile(subject, number), hex.replaceAll("(.{" + 2 * BYTES_A_LINE + "})", "$1\n") + "\n");
    }

    private static Path schemaFile(Subject subject, int number) {
        return ROOT.resolve(subject.name()).resolve("v" + number + ".avsc");
    }

    private static Path goldenFile(Subject subject, int number) {
        return ROOT.resolve(subject.name()).resolve("v" + number + ".hex");
    }
}
