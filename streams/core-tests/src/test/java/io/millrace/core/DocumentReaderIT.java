package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.documents.Document;
import io.millrace.core.documents.DocumentReader;
import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.documents.DocumentUnreadableException;
import io.millrace.core.documents.Payload;
import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.TestPlatform;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentReaderIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();
    private static final String CONTENT = "0123456789abcdé".repeat(60_000);

    private final String requestId = PLATFORM.uniqueName("r");
    private final Document document = Document.of(requestId, CONTENT, null, System.currentTimeMillis());

    @BeforeEach
    void createTopic() {
        PLATFORM.create(List.of(TokensTopics.DOCUMENTS));
    }

    @Test
    void shouldReadWhatWasWritten() throws Exception {
        write(0, document.chunks().size());

        assertThat(reader(60_000).read(document.ref())).isEqualTo(CONTENT);
    }

    @Test
    void shouldWaitForChunksThatComeLaterThanTheirReference() throws Exception {
        write(0, 1);

        var content = CompletableFuture.supplyAsync(() -> read(document.ref()));
        write(1, document.chunks().size());

        assertThat(content.get(60, TimeUnit.SECONDS)).isEqualTo(CONTENT);
    }

    @Test
    void shouldSayWhatIsMissingWithinTheTimeout() {
        write(1, document.chunks().size());

        assertThatThrownBy(() -> reader(2_000).read(document.ref()))
                .isInstanceOf(DocumentUnreadableException.class)
                .hasMessageContaining(document.ref().getDocumentId())
                .hasMessageContaining("3 of its 4 chunks came within 2000 ms");
    }

    @Test
    void shouldRefuseADocumentOverTheLimit() {
        var ref = DocumentRef.newBuilder(document.ref())
                .setBytes(DocumentSettings.DEFAULT_MAX_BYTES + 1L)
                .build();

        assertThatThrownBy(() -> reader(2_000).read(ref))
                .isInstanceOf(DocumentUnreadableException.class)
                .hasMessageContaining(DocumentSettings.MAX_BYTES);
    }

    @Test
    void shouldBeWrittenInFourChunks() {
        assertThat(document.ref().getChunks()).isEqualTo(4);
        assertThat(document.ref().getBytes()).isBetween(3L * Payload.MOST_BYTES + 1, 4L * Payload.MOST_BYTES);
    }

    private void write(int from, int to) {
        try (var writer = PLATFORM.writer(TokensTopics.DOCUMENTS)) {
            for (var chunk : document.chunks().subList(from, to)) {
                writer.write(Document.key(chunk), chunk);
            }
        }
    }

    private String read(DocumentRef ref) {
        try {
            return reader(60_000).read(ref);
        } catch (DocumentUnreadableException e) {
            throw new AssertionError(e);
        }
    }

    private static DocumentReader reader(long timeoutMillis) {
        var settings = PLATFORM.settings(Map.of(DocumentSettings.READ_TIMEOUT, Long.toString(timeoutMillis)));
        return new DocumentReader(settings, IsolationLevel.READ_COMMITTED);
    }
}
