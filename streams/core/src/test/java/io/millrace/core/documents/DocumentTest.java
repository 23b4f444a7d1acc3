package io.millrace.core.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.DocumentRef;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

    private static final long AT = 1_767_225_600_000L;

    @Test
    void shouldFillOneChunkToItsLastByte() {
        var document = text("x".repeat(Payload.MOST_BYTES));

        assertThat(document.chunks())
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.getContent().remaining()).isEqualTo(Payload.MOST_BYTES));
    }

    @Test
    void shouldBeginAnotherChunkForOneByteMore() {
        var document = text("x".repeat(Payload.MOST_BYTES) + "y");

        assertThat(document.chunks())
                .extracting(chunk -> chunk.getContent().remaining())
                .containsExactly(Payload.MOST_BYTES, 1);
        assertThat(document.chunks())
                .allSatisfy(chunk -> assertThat(chunk.getChunks())
                        .isEqualTo(document.ref().getChunks())
                        .isEqualTo(2));
    }

    @Test
    void shouldTellSizeDigestTypeAndTime() {
        var ref = text("abc").ref();

        // SHA-256 of "abc": FIPS 180-4, example 1.
        assertThat(ref.getSha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(ref.getBytes()).isEqualTo(3);
        assertThat(ref.getMediaType()).isEqualTo("text/plain");
        assertThat(ref.getAt()).isEqualTo(AT);
    }

    @Test
    void shouldKeepTheJsonWhereAnItemHasTextToo() throws Exception {
        var document = Document.of("r1", "one", "[\"one\"]", AT);

        assertThat(Document.isJson(document.ref())).isTrue();
        assertThat(joined(document)).isEqualTo("[\"one\"]");
    }

    @Test
    void shouldGiveBackCharactersThatAChunkCutsInTwo() throws Exception {
        var content = "x".repeat(Payload.MOST_BYTES - 1) + "é漢🙂".repeat(100_000);

        assertThat(joined(text(content))).isEqualTo(content);
    }

    @Test
    void shouldNotMindOrderAndRepeatsOfChunks() throws Exception {
        var content = "0123456789".repeat(100_000);
        var document = text(content);
        var chunks = new ArrayList<>(document.chunks());
        chunks.addAll(document.chunks());
        Collections.reverse(chunks);

        assertThat(joined(new Document(document.ref(), chunks))).isEqualTo(content);
    }

    @Test
    void shouldHaveTheSameIdWheneverItIsDerivedAgainAndAnotherForAnotherRequest() {
        var ref = text("abc").ref();

        assertThat(Document.of("r1", "abc", null, AT + 1).ref().getDocumentId()).isEqualTo(ref.getDocumentId());
        assertThat(Document.of("r2", "abc", null, AT).ref().getDocumentId()).isNotEqualTo(ref.getDocumentId());
        assertThat(Document.isOf("r1", ref)).isTrue();
        assertThat(Document.isOf("r2", ref)).isFalse();
    }

    @Test
    void shouldSayWhichChunksAreMissing() throws Exception {
        var document = text("x".repeat(2 * Payload.MOST_BYTES));
        var assembly = new Assembly(document.ref());

        assembly.add(document.chunks().get(1));

        assertThat(assembly.isWhole()).isFalse();
        assertThat(assembly.progress()).isEqualTo("1 of its 2 chunks came");
    }

    @Test
    void shouldRefuseContentThatIsNotWhatItsDigestSays() {
        var right = text("abc");
        var wrong = Document.of("r1", "abd", null, AT).chunks().get(0);
        wrong.setDocumentId(right.ref().getDocumentId());

        assertThatThrownBy(() -> joined(new Document(right.ref(), Collections.singletonList(wrong))))
                .isInstanceOf(DocumentUnreadableException.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void shouldRefuseContentOfAnotherSize() {
        var right = text("abc");
        var longer = DocumentRef.newBuilder(right.ref()).setBytes(4).build();

        assertThatThrownBy(() -> joined(new Document(longer, right.chunks())))
                .isInstanceOf(DocumentUnreadableException.class)
                .hasMessageContaining("3 bytes and should have 4");
    }

    @Test
    void shouldRefuseAReferenceThatCannotBeRight() {
        var ref = DocumentRef.newBuilder(text("abc").ref()).setChunks(4).build();

        assertThatThrownBy(() -> new Assembly(ref)).isInstanceOf(DocumentUnreadableException.class);
    }

    @ParameterizedTest
    @CsvSource({"16777216, 16777216", "16777216, 65", "16777216, 63", "262145, 1", "0, 0", "-1, 1"})
    void shouldRefuseAReferenceWhoseChunksAreNotThoseOfItsSize(long bytes, int chunks) {
        var ref = DocumentRef.newBuilder(text("abc").ref())
                .setBytes(bytes)
                .setChunks(chunks)
                .build();

        assertThatThrownBy(() -> new Assembly(ref))
                .isInstanceOf(DocumentUnreadableException.class)
                .hasMessageContaining(bytes + " bytes cannot be in " + chunks + " chunks");
    }

    private static Document text(String content) {
        return Document.of("r1", content, null, AT);
    }

    private static String joined(Document document) throws DocumentUnreadableException {
        var assembly = new Assembly(document.ref());
        for (DocumentChunk chunk : document.chunks()) {
            assembly.add(chunk);
        }
        return assembly.content();
    }
}
