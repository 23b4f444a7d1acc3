package io.millrace.engines.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.engines.text.PdfFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexerTest {

    private static final String WHEEL = "# Wheel\n\nThe wheel has eight paddles.";

    @TempDir
    Path directory;

    private Library library;

    @BeforeEach
    void openLibrary() {
        library = new Library(directory);
    }

    @Test
    void shouldDescribeWhatItBuilt() throws Exception {
        library.withSamples().with("manual/pump.pdf", PdfFile.ofPages(List.of("The pump runs on Mondays.")));

        var report = library.index();

        assertThat(report.added()).isEqualTo(4);
        assertThat(report.unreadable()).isEmpty();
        assertThat(report.index())
                .isEqualTo(
                        new IndexDescription(library.documents().toString(), SentenceEmbedder.MODEL, Library.NOW, 19));
    }

    @Test
    void shouldNotEmbedAgainWhatIsUnchanged() throws Exception {
        library.with("a.md", WHEEL)
                .with("b.md", "# Sluice\n\nThe sluice is open.")
                .index();

        var report = library.with("b.md", "# Sluice\n\nThe sluice is shut.")
                .with("c.txt", "The race is dry.")
                .index();

        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.changed()).isEqualTo(1);
        assertThat(report.added()).isEqualTo(1);
    }

    @Test
    void shouldReplaceTheSentencesOfAChangedFile() throws Exception {
        library.with("a.md", WHEEL).index();

        library.with("a.md", "# Wheel\n\nThe wheel has twelve paddles.").index();

        assertThat(texts()).containsExactly("The wheel has twelve paddles.");
    }

    @Test
    void shouldForgetARemovedFile() throws Exception {
        library.with("a.md", WHEEL)
                .with("b.md", "# Sluice\n\nThe sluice is open.")
                .index();

        var report = library.without("b.md").index();

        assertThat(report.removed()).isEqualTo(1);
        assertThat(texts()).containsExactly("The wheel has eight paddles.");
    }

    @Test
    void shouldForgetAFileThatCanNoLongerBeRead() throws Exception {
        library.with("a.txt", "The wheel is gone.").with("b.md", WHEEL).index();

        var report = library.with("a.txt", new byte[] {1, 0, 2}).index();

        assertThat(report.removed()).isEqualTo(1);
        assertThat(texts()).containsExactly("The wheel has eight paddles.");
    }

    @Test
    void shouldLeaveTheIndexAsItWasWhenNothingCanBeRead() throws Exception {
        library.with("a.md", WHEEL).index();
        library.without("a.md").with("b.pdf", "not a PDF");

        assertThatExceptionOfType(NothingToIndexException.class)
                .isThrownBy(library::index)
                .satisfies(refusal -> assertThat(refusal.unreadable())
                        .extracting(IndexReport.Unreadable::file)
                        .containsExactly("b.pdf"));

        assertThat(texts()).containsExactly("The wheel has eight paddles.");
    }

    @Test
    void shouldGoOnAfterAnUnreadableFile() throws Exception {
        library.with("a.txt", new byte[0]).with("b.pdf", "not a PDF").with("c.md", WHEEL);

        var report = library.index();

        assertThat(report.added()).isEqualTo(1);
        assertThat(report.unreadable()).extracting(IndexReport.Unreadable::file).containsExactly("a.txt", "b.pdf");
        assertThat(report.unreadable().get(0).reason()).isEqualTo("is empty");
    }

    @Test
    void shouldLeaveOutHiddenFilesAndOtherKinds() throws Exception {
        library.with(".git/notes.md", WHEEL)
                .with(".draft.md", WHEEL)
                .with("wheel.jpg", WHEEL)
                .with("a.md", WHEEL);

        assertThat(library.index().added()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutWhatToolsHaveMade() throws Exception {
        library.with("target/site/a.md", WHEEL)
                .with("sub/build/b.md", WHEEL)
                .with("node_modules/wheel/README.md", WHEEL)
                .with("build.md", WHEEL);

        assertThat(library.index().added()).isEqualTo(1);
    }

    @Test
    void shouldIndexADirectoryWhoseOwnNameIsThatOfABuild() throws Exception {
        var build = library.with("build/a.md", WHEEL).documents().resolve("build");

        var report = new Indexer(library.indexSettings(), Clock.systemUTC()).index(build, IndexProgress.silent());

        assertThat(report.added()).isEqualTo(1);
    }

    @Test
    void shouldTellProgressBeforeEachFile() throws Exception {
        library.with("a.md", WHEEL).with("sub/b.md", WHEEL);
        var heard = new ArrayList<String>();

        new Indexer(library.indexSettings(), Clock.systemUTC())
                .index(library.documents(), (file, done, files) -> heard.add(file + " " + done + "/" + files));

        assertThat(heard).containsExactly("a.md 0/2", "sub/b.md 1/2");
    }

    @Test
    void shouldIndexOneFile() throws Exception {
        var file = library.with("a.md", WHEEL).with("b.md", WHEEL).documents().resolve("a.md");

        var report = new Indexer(library.indexSettings(), Clock.systemUTC()).index(file, IndexProgress.silent());

        assertThat(report.added()).isEqualTo(1);
    }

    @Test
    void shouldRefuseDocumentsThatAreNotThere() {
        var indexer = new Indexer(library.indexSettings(), Clock.systemUTC());

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> indexer.index(directory.resolve("nowhere"), IndexProgress.silent()))
                .withMessageContaining("nowhere");
    }

    @Test
    void shouldRefuseASecondWriter() throws Exception {
        library.with("a.md", WHEEL);

        try (var writer = PassageWriter.open(library.indexSettings().directory())) {
            assertThatExceptionOfType(IndexBusyException.class).isThrownBy(library::index);
            assertThat(writer.fingerprints()).isEmpty();
        }
    }

    @Test
    void shouldLeaveTheIndexAsItWasWhenInterrupted() throws Exception {
        library.with("a.md", WHEEL).index();
        library.with("a.md", "# Wheel\n\nThe wheel is gone.");

        var indexer = new Indexer(library.indexSettings(), Clock.systemUTC());
        IndexProgress interruption =
                (file, done, files) -> Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> indexer.index(library.documents(), interruption));

        assertThat(texts()).containsExactly("The wheel has eight paddles.");
    }

    @Test
    void shouldRefuseAFileAboveTheLimit() throws Exception {
        library.with("a.md", WHEEL).with("b.txt", "Dry.");
        var settings = library.indexSettings();
        int size = WHEEL.length();

        assertThat(unreadable(settings, size + 1)).isEmpty();
        assertThat(unreadable(settings, size)).isEmpty();
        assertThat(unreadable(settings, size - 1))
                .extracting(IndexReport.Unreadable::file)
                .containsExactly("a.md");
    }

    @Test
    void shouldUnpackNativeLibrariesWhereItIsTold() throws Exception {
        library.with("a.md", WHEEL).index();

        assertThat(System.getProperty("onnxruntime.native.path"))
                .startsWith(Path.of("target/natives").toAbsolutePath().toString());
        try (var unpacked = Files.list(Path.of("target/natives"))) {
            assertThat(unpacked).hasSize(2);
        }
    }

    private List<IndexReport.Unreadable> unreadable(IndexSettings settings, long limit) throws Exception {
        var limited = new IndexSettings(settings.directory(), settings.nativesDirectory(), limit);
        return new Indexer(limited, Clock.systemUTC())
                .index(library.documents(), IndexProgress.silent())
                .unreadable();
    }

    private List<String> texts() throws Exception {
        try (var index = new DocumentIndex(library.indexSettings())) {
            return index.search("wheel", 10, SearchMode.DENSE).stream()
                    .map(hit -> hit.passage().text())
                    .toList();
        }
    }
}
