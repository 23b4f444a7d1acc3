package io.millrace.engines.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileDocumentsTest {

    private static final int DEPTH = 10_000;
    private static final int HUGE = 1_000_000;

    private final DocumentReaders readers = new DocumentReaders();

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.md", "a.html", "a.pdf"})
    void shouldRefuseAnEmptyFile(String name) {
        assertUnreadable(name, new byte[0], "is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.md", "a.html"})
    void shouldRefuseBinaryUnderATextName(String name) {
        var garbage = new byte[10_000];
        new Random(7).nextBytes(garbage);

        assertUnreadable(name, garbage, "is binary, not text");
    }

    @Test
    void shouldRefuseWhatIsNoPdf() {
        assertUnreadable(
                "a.pdf", "%PDF-1.7 and then nothing".getBytes(StandardCharsets.US_ASCII), "is not a readable PDF");
    }

    @Test
    void shouldRefuseAPdfThatBreaksOff() throws IOException {
        var whole = PdfFile.ofPages(List.of("The pump runs on Mondays."));

        assertUnreadable("a.pdf", Arrays.copyOf(whole, whole.length / 4), "");
    }

    @Test
    void shouldRefuseALockedPdf() throws IOException {
        assertUnreadable("a.pdf", PdfFile.locked("key"), "is protected by a password");
    }

    @Test
    void shouldRefuseAPdfWithoutText() throws IOException {
        assertUnreadable("scan.pdf", PdfFile.ofPages(List.of()), "has no text layer");
    }

    @Test
    void shouldRefuseAFileOfCodeOnly() {
        assertUnreadable("code.md", "```\nlet x = 1;\n```\n".getBytes(StandardCharsets.UTF_8), "has no prose");
    }

    @Test
    void shouldNameTheFileAndTheReason() {
        assertThatExceptionOfType(UnreadableDocumentException.class)
                .isThrownBy(() -> readers.read(Path.of("docs/a.txt"), new byte[0]))
                .satisfies(e ->
                        assertThat(e.file()).isEqualTo(Path.of("docs/a.txt").toString()))
                .withMessageEndingWith("a.txt: is empty");
    }

    @Test
    void shouldSurviveDeepHtml() throws Exception {
        var html = "<div>".repeat(DEPTH) + "<p>Deep down it is dark.</p>" + "</div>".repeat(DEPTH);

        var document = readers.read(Path.of("deep.html"), html.getBytes(StandardCharsets.UTF_8));

        assertThat(document.blocks()).extracting(Block::text).containsExactly("Deep down it is dark.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.md", "a.html"})
    void shouldSurviveOneHugeLine(String name) throws Exception {
        var line = "word ".repeat(HUGE / 5).getBytes(StandardCharsets.UTF_8);

        var document = readers.read(Path.of(name), line);

        assertThat(document.blocks()).hasSize(1);
        assertThat(Sentences.split(document.blocks().get(0).text()))
                .hasSizeGreaterThan(HUGE / Sentences.MAX_LENGTH - 1);
    }

    @Test
    void shouldSurviveMarkupThatNeverCloses() throws Exception {
        var open = ("[".repeat(2_000) + "**".repeat(2_000) + "`".repeat(2_001) + " <a ".repeat(1_000) + "\n").repeat(3);

        var document = readers.read(Path.of("a.md"), (open + "\n\nThe end is near.").getBytes(StandardCharsets.UTF_8));

        assertThat(document.blocks()).extracting(Block::text).contains("The end is near.");
    }

    private void assertUnreadable(String name, byte[] content, String reason) {
        assertThatExceptionOfType(UnreadableDocumentException.class)
                .isThrownBy(() -> readers.read(Path.of(name), content))
                .withMessageContaining(name)
                .withMessageContaining(reason);
    }
}
