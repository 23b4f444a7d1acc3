package io.millrace.engines.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentReadersTest {

    private static final Path DOCUMENTS = Path.of("src/test/resources/documents");

    private final DocumentReaders readers = new DocumentReaders();

    @Test
    void shouldReadMarkdownWithoutCodeAndMarkup() throws Exception {
        var document = read(DOCUMENTS.resolve("lighthouse.md"));

        assertThat(document.title()).isEqualTo("Harbour lighthouse");
        assertThat(texts(document))
                .containsExactly(
                        "The lighthouse was built in 1874 by the engineer Ada Brandt. It stands on Gull Rock, 2.5 km off the"
                                + " harbour mouth.",
                        "The lamp flashes three times every 20 seconds. It can be seen from 18 nautical miles away.",
                        "The lamp burns no oil; it has been electric since 1931.",
                        "A spare bulb hangs in the stair well",
                        "Day: Saturday; Opening hours: 10:00 to 16:00",
                        "Day: Sunday; Opening hours: closed",
                        "Visitors must book the ferry one day ahead at the harbour office, e.g. by telephone.");
    }

    @Test
    void shouldTellRowsOfTablesFromProse() throws Exception {
        var document = read(DOCUMENTS.resolve("lighthouse.md"));

        assertThat(document.blocks())
                .filteredOn(block -> block.form() == Form.ROW)
                .extracting(Block::text)
                .containsExactly("Day: Saturday; Opening hours: 10:00 to 16:00", "Day: Sunday; Opening hours: closed");
    }

    @Test
    void shouldPutEachBlockUnderItsHeading() throws Exception {
        var document = read(DOCUMENTS.resolve("lighthouse.md"));

        assertThat(document.blocks())
                .extracting(Block::section)
                .containsExactly("", "Lamp", "Lamp", "Lamp", "Visitors", "Visitors", "Visitors");
    }

    @Test
    void shouldReadHtmlWithoutScriptsAndNavigation() throws Exception {
        var document = read(DOCUMENTS.resolve("bakery.html"));

        assertThat(document.title()).isEqualTo("Mill Lane Bakery");
        assertThat(texts(document))
                .containsExactly(
                        "The bakery sells rye bread, which rests for sixteen hours before it is baked.",
                        "The oven is heated with beech wood. It reaches 280 degrees.",
                        "The oven door was replaced in 2019.",
                        "Dr. Ito inspects the chimney each spring.");
    }

    @Test
    void shouldReadPlainTextWithItsHeadings() throws Exception {
        var document = read(DOCUMENTS.resolve("bees.txt"));

        assertThat(document.title()).isEqualTo("Keeping bees");
        assertThat(document.blocks())
                .containsExactly(
                        new Block(
                                "",
                                "",
                                "A hive holds about 40,000 bees in summer. In winter the colony shrinks to some 10,000 bees,"
                                        + " which keep each other warm."),
                        new Block(
                                "Harvest",
                                "",
                                "Honey is harvested in July. The beekeeper leaves 15 kg of honey for the winter."));
    }

    @Test
    void shouldReadPdfPageByPage() throws Exception {
        var content = PdfFile.ofPages(
                List.of("The pump runs on Mondays.", "It needs oil."), List.of("The valve is made of brass."));

        var document = readers.read(Path.of("manual.pdf"), content);

        assertThat(document.title()).isEqualTo("manual");
        assertThat(document.blocks().get(0).locator()).isEqualTo("page=1");
        assertThat(document.blocks().get(0).text()).contains("The pump runs on Mondays.");
        assertThat(document.blocks()).contains(new Block("", "page=2", "The valve is made of brass."));
    }

    @Test
    void shouldReadOldWindowsText() throws Exception {
        var content = "Das M\u00FChlrad dreht sich.".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(texts(readers.read(Path.of("rad.txt"), content))).containsExactly("Das M\u00FChlrad dreht sich.");
    }

    @Test
    void shouldReadTextWithAByteOrderMark() throws Exception {
        var content = "\uFEFFThe wheel turns.".getBytes(StandardCharsets.UTF_16LE);

        assertThat(texts(readers.read(Path.of("wheel.txt"), content))).containsExactly("The wheel turns.");
    }

    private Document read(Path file) throws IOException, UnreadableDocumentException {
        return readers.read(file, Files.readAllBytes(file));
    }

    private static List<String> texts(Document document) {
        return document.blocks().stream().map(Block::text).toList();
    }
}
