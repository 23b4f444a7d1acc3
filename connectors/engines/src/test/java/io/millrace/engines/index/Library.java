package io.millrace.engines.index;

import io.millrace.core.settings.RawSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** A directory of documents with an index beside it, for tests. */
public record Library(Path root) {

    /** When every index of a test is built. */
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Path SAMPLES = Path.of("src/test/resources/documents");

    public Path documents() {
        return root.resolve("documents");
    }

    public RawSettings settings() {
        return RawSettings.of(Map.of(
                IndexSettings.INDEX_DIR,
                root.resolve("index").toString(),
                IndexSettings.NATIVES_DIR,
                "target/natives"));
    }

    public IndexSettings indexSettings() {
        return IndexSettings.of(settings());
    }

    public Library with(String file, String text) throws IOException {
        return with(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public Library with(String file, byte[] content) throws IOException {
        var path = documents().resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        return this;
    }

    public Library withSamples() throws IOException {
        for (var sample : new String[] {"lighthouse.md", "bakery.html", "bees.txt"}) {
            with(sample, Files.readAllBytes(SAMPLES.resolve(sample)));
        }
        return this;
    }

    public Library without(String file) throws IOException {
        Files.delete(documents().resolve(file));
        return this;
    }

    /** An index that holds nothing, as none but a writer can leave it. */
    public void indexNothing() throws IOException {
        try (var writer = PassageWriter.open(indexSettings().directory())) {
            writer.commit(documents().toString(), Clock.fixed(NOW, ZoneOffset.UTC));
        }
    }

    public IndexReport index() throws IOException, InterruptedException {
        Files.createDirectories(documents());
        return new Indexer(indexSettings(), Clock.fixed(NOW, ZoneOffset.UTC))
                .index(documents(), IndexProgress.silent());
    }
}
