package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.documents.Document;
import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.documents.Payload;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Outputs that are too large for an item. */
class TokensDocumentsTopologyTest {

    private static final String LARGE = "é".repeat(Payload.MOST_BYTES / 2) + "!";
    private static final DocumentRef FETCHED =
            Document.of("r1", null, "[\"" + LARGE + "\"]", 1).ref();

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Map.of(DocumentSettings.MAX_BYTES, "600000"));

    @Test
    void shouldKeepAnAnswerOfTheMostBytesInTheResult() {
        var answer = "x".repeat(Payload.MOST_BYTES);

        var result = streamed(answer);

        assertThat(result.getText()).isEqualTo(answer);
        assertThat(result.getDocument()).isNull();
        assertThat(driver.values(TokensTopics.DOCUMENTS)).isEmpty();
    }

    @Test
    void shouldWriteAnAnswerOfOneByteMoreAsADocument() {
        var answer = "x".repeat(Payload.MOST_BYTES) + "y";

        var result = streamed(answer);

        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getText()).isNull();
        assertThat(result.getDocument())
                .isEqualTo(Document.of("r1", answer, null, driver.now()).ref());
        assertThat(content(driver.read(TokensTopics.DOCUMENTS))).isEqualTo(answer);
    }

    @Test
    void shouldFailAnAnswerOverTheLargestDocument() {
        var result = streamed("x".repeat(600_001));

        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getErrorCode()).isEqualTo("OUTPUT_TOO_LARGE");
        assertThat(driver.values(TokensTopics.DOCUMENTS)).isEmpty();
    }

    @Test
    void shouldHandADocumentToTheNextCallAndIntoTheResult() {
        fetch("""
                - {name: second, op: call, service: retrieve, input: fetched, emit: true}
                - {name: result, op: sink, input: second}
                """);
        var second = driver.work().get(0);

        assertThat(second.getInput())
                .contains("\"fetched\":{\"document\":{\"documentId\":\"" + FETCHED.getDocumentId() + "\"");
        var run = new HandRun(second, 2);
        driver.emit(run.start(), run.document(FETCHED));

        assertThat(driver.values(TokensTopics.RESULTS))
                .singleElement()
                .satisfies(result -> assertThat(result.getDocument()).isEqualTo(FETCHED));
        assertThat(driver.values(TokensTopics.REPLIES))
                .filteredOn(reply -> "second".equals(reply.getStage()))
                .singleElement()
                .satisfies(reply -> assertThat(reply.getDocument()).isEqualTo(FETCHED));
    }

    @Test
    void shouldFailATemplateThatNamesADocument() {
        fetch("""
                - {name: text, op: map, input: fetched, template: 'It says {{fetched}}'}
                - {name: result, op: sink, input: text}
                """);

        assertThat(missing()).satisfies(missing -> {
            assertThat(missing.getCode()).isEqualTo("TEMPLATE");
            assertThat(missing.getMessage())
                    .isEqualTo("fetched is or holds a document of " + FETCHED.getBytes()
                            + " bytes, which only calls can take");
        });
    }

    @Test
    void shouldFailAFilterOfADocument() {
        fetch("""
                - {name: some, op: filter, input: fetched, expression: 'size(fetched) > 0'}
                - {name: result, op: sink, input: some}
                """);

        assertThat(missing().getCode()).isEqualTo("DOCUMENT_INPUT");
    }

    @Test
    void shouldFailASplitOfADocument() {
        fetch("""
                - {name: each, op: split, input: fetched, parser: json-array}
                - {name: all, op: collect, input: each, level: each}
                - {name: result, op: sink, input: all}
                """);

        assertThat(missing().getCode()).isEqualTo("DOCUMENT_INPUT");
    }

    @Test
    void shouldLeaveOutTheTextOfASinkThatNamesADocument() {
        fetch("""
                - {name: result, op: sink, input: fetched, text: '{{fetched}}'}
                """);

        assertThat(driver.values(TokensTopics.RESULTS)).singleElement().satisfies(result -> {
            assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
            assertThat(result.getText()).isNull();
            assertThat(result.getDocument()).isEqualTo(FETCHED);
        });
    }

    @Test
    void shouldCollectWhatIsTooLargeTogetherAsADocument() {
        driver.publish(Asked.lines());
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\n"), answer.end());
        var half = "x".repeat(Payload.MOST_BYTES / 2);
        for (var work : driver.work()) {
            var check = new HandRun(work, 7);
            driver.emit(check.start(), check.text(half), check.end());
        }

        assertThat(content(driver.read(TokensTopics.DOCUMENTS))).isEqualTo("[\"" + half + "\",\"" + half + "\"]");
        assertThat(driver.values(TokensTopics.RESULTS)).singleElement().satisfies(result -> {
            assertThat(result.getText()).isEqualTo("one\ntwo\n");
            assertThat(result.getDocument().getMediaType()).isEqualTo("application/json");
        });
    }

    /** The result of a pipeline that is one streamed call, which answers this. */
    private Result streamed(String text) {
        driver.publish(Asked.single("single", "{{question}}", 1));
        driver.ask(Asked.request("r1", "single").build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start());
        for (var from = 0; from < text.length(); from += 60_000) {
            driver.emit(answer.text(text.substring(from, Math.min(text.length(), from + 60_000))));
        }
        driver.emit(answer.end());
        return driver.result();
    }

    /** Runs a pipeline whose first call, {@code fetched}, answers a document, up to what follows from it. */
    private void fetch(String stages) {
        driver.publish(Asked.plan("""
                pipeline: fetching
                stages:
                - {name: fetched, op: call, service: retrieve, input: question}
                """ + stages, 1));
        driver.ask(Asked.request("r1", "fetching").build());
        var fetched = new HandRun(driver.work().get(0), 1);
        driver.emit(fetched.start(), fetched.document(FETCHED));
    }

    /** The one thing that the result of the request lacks. */
    private Missing missing() {
        var missing = driver.result().getMissing();
        assertThat(missing).hasSize(1);
        return missing.get(0);
    }

    private static String content(List<TestRecord<String, DocumentChunk>> chunks) {
        var content = new ByteArrayOutputStream();
        for (var chunk : chunks) {
            assertThat(chunk.key()).isEqualTo(Document.key(chunk.value()));
            assertThat(chunk.timestamp()).isEqualTo(chunk.value().getAt());
            var part = new byte[chunk.value().getContent().remaining()];
            chunk.value().getContent().get(part);
            content.writeBytes(part);
        }
        return content.toString(StandardCharsets.UTF_8);
    }
}
