package io.millrace.engines.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentIndexTest {

    @TempDir
    Path directory;

    private Library library;
    private DocumentIndex index;

    @BeforeEach
    void openIndex() {
        library = new Library(directory);
        index = new DocumentIndex(library.indexSettings());
    }

    @AfterEach
    void closeIndex() throws IOException {
        index.close();
    }

    @ParameterizedTest
    @EnumSource(SearchMode.class)
    void shouldFindTheSentenceThatSaysIt(SearchMode mode) throws Exception {
        library.withSamples().index();

        var hits = index.search("How often does the lamp flash?", 3, mode);

        assertThat(hits)
                .hasSize(3)
                .isSortedAccordingTo(Comparator.comparingDouble(Hit::score).reversed());
        assertThat(hits.get(0).passage())
                .isEqualTo(new Passage(
                        "lighthouse.md#2",
                        "Harbour lighthouse, Lamp",
                        "lighthouse.md",
                        "The lamp flashes three times every 20 seconds."));
    }

    @Test
    void shouldNameTheFileWithTheMostPassages() throws Exception {
        library.with("a.md", "# Wheel\n\nIt turns.\n\n## Paddles\n\nIt has eight. They are new.")
                .with(
                        "b.md",
                        "# Sluice, north\n\n## Gate\n\nIt is open. It is old. It creaks.\n\n## Lock\n\nIt is shut.")
                .with("c.txt", "The race is dry.")
                .index();

        var before = index.longestTitle();
        library.without("b.md").index();

        assertThat(before).contains("Sluice, north");
        assertThat(index.longestTitle()).contains("Wheel");
    }

    @Test
    void shouldNameNoFileWhereNothingIsIndexed() throws Exception {
        library.indexNothing();

        assertThat(index.longestTitle()).isEmpty();
    }

    @Test
    void shouldScoreByTheCosineWithTheTitledSentence() throws Exception {
        library.withSamples().index();
        var embedder = SentenceEmbedder.load(library.indexSettings().nativesDirectory());
        var query = "When is honey harvested?";

        for (var hit : index.search(query, 5, SearchMode.DENSE)) {
            double cosine =
                    dot(embedder.embed(query), embedder.embed(hit.passage().titled()));
            assertThat(hit.score()).isCloseTo(cosine, within(1e-5));
        }
    }

    @Test
    void shouldFuseByReciprocalRanks() throws Exception {
        library.withSamples().index();
        var query = "oven temperature";
        var dense = ids(index.search(query, 100, SearchMode.DENSE));
        var words = ids(index.search(query, 100, SearchMode.BM25));

        var best = index.search(query, 1, SearchMode.FUSION).get(0);

        var id = best.passage().id();
        double expected = 1.0 / (61 + dense.indexOf(id)) + 1.0 / (61 + words.indexOf(id));
        assertThat(words).contains(id);
        assertThat(best.score()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void shouldSeeANewIndexWithoutBeingOpenedAgain() throws Exception {
        library.with("a.txt", "The wheel has eight paddles.").index();
        assertThat(texts("paddles")).containsExactly("The wheel has eight paddles.");

        library.with("a.txt", "The wheel has twelve paddles.").index();

        assertThat(texts("paddles")).containsExactly("The wheel has twelve paddles.");
    }

    @Test
    void shouldSeeAnIndexThatWasDeletedAndBuiltAgain() throws Exception {
        library.with("a.txt", "The wheel has eight paddles.").index();
        assertThat(texts("paddles")).hasSize(1);

        deleteIndex();
        library.with("a.txt", "The mill has one wheel.").index();

        assertThat(texts("paddles")).containsExactly("The mill has one wheel.");
    }

    @Test
    void shouldSayThatThereIsNoIndexUntilThereIsOne() throws Exception {
        assertThatExceptionOfType(IndexMissingException.class)
                .isThrownBy(() -> texts("paddles"))
                .withMessageContaining("millrace index DIR");

        library.with("a.txt", "The wheel has eight paddles.").index();

        assertThat(texts("paddles")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(SearchMode.class)
    void shouldFindNothingInAnEmptyIndex(SearchMode mode) throws Exception {
        library.indexNothing();

        assertThat(index.search("paddles", 5, mode)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SearchMode.class)
    void shouldTakeAnyQuery(SearchMode mode) throws Exception {
        library.withSamples().index();

        for (var query : List.of("", " ", "the", "?!", "+ - AND \"(", "\uD83D\uDC1D", "oven ".repeat(20_000))) {
            assertThat(index.search(query, 2, mode)).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldDescribeTheNewestCommit() throws Exception {
        library.with("a.txt", "The wheel has eight paddles.").index();

        assertThat(index.describe().documents()).isEqualTo(library.documents().toString());
        assertThat(index.describe().passages()).isEqualTo(1);
    }

    private List<String> texts(String query) throws IOException {
        return index.search(query, 10, SearchMode.DENSE).stream()
                .map(hit -> hit.passage().text())
                .toList();
    }

    private static List<String> ids(List<Hit> hits) {
        return hits.stream().map(hit -> hit.passage().id()).toList();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private void deleteIndex() throws IOException {
        var files = new ArrayList<Path>();
        try (var all = Files.walk(library.indexSettings().directory())) {
            all.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (var file : files) {
            Files.delete(file);
        }
    }
}
