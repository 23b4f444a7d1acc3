package io.millrace.engines.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.text.Block;
import io.millrace.engines.text.Document;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassageSlicesTest {

    private static final String FILE = "log.txt";

    @TempDir
    Path directory;

    private final List<Integer> slices = new ArrayList<>();
    private Library library;

    @BeforeEach
    void openLibrary() {
        library = new Library(directory);
    }

    @Test
    void shouldEmbedALargeDocumentInSlices() throws Exception {
        write(document(2 * PassageSlices.SIZE + 7));

        assertThat(slices).containsExactly(PassageSlices.SIZE, PassageSlices.SIZE, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PassageSlices.SIZE - 1, PassageSlices.SIZE, PassageSlices.SIZE + 1})
    void shouldWriteEachPassageOnceWithItsPlace(int sentences) throws Exception {
        var expected = IntStream.range(0, sentences)
                .mapToObj(number -> FILE + "#" + number + " Gauge " + number + " is dry.")
                .toList();

        var written = write(document(sentences));

        assertThat(written.passages()).isEqualTo(sentences);
        assertThat(found(sentences + 1))
                .extracting(hit -> hit.passage().id() + " " + hit.passage().text())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(found(sentences + 1))
                .allSatisfy(hit -> assertThat(hit.passage().id()).isEqualTo(FILE + "#" + hit.ordinal()));
    }

    @Test
    void shouldReplaceAllSlicesOfALargeDocument() throws Exception {
        write(document(PassageSlices.SIZE + 7));

        var written = write(document(3));

        assertThat(written.passages()).isEqualTo(3);
    }

    private IndexDescription write(Document document) throws Exception {
        try (var writer = PassageWriter.open(library.indexSettings().directory())) {
            new PassageSlices(writer, this::embedAll, FILE, "fingerprint").write(document);
            assertThat(writer.fingerprints()).containsOnlyKeys(FILE);
            return writer.commit(directory.toString(), Clock.systemUTC());
        }
    }

    /** Vectors that only need be there: what is found is ordered by words. */
    private List<float[]> embedAll(List<String> texts) {
        slices.add(texts.size());
        return texts.stream()
                .map(text -> new float[SentenceEmbedder.DIMENSIONS])
                .toList();
    }

    private List<Hit> found(int most) throws Exception {
        try (var index = new DocumentIndex(library.indexSettings())) {
            return index.search("gauge", most, SearchMode.BM25);
        }
    }

    private static Document document(int sentences) {
        var blocks = IntStream.range(0, sentences)
                .mapToObj(number -> new Block("", "", "Gauge " + number + " is dry."))
                .toList();
        return new Document("Log", blocks);
    }
}
