package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.documents.Document;
import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.documents.DocumentValue;
import io.millrace.core.documents.Payload;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceRequest;
import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.TestPlatform;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls whose input or answer is too large for an event. */
@Timeout(120)
final class WorkerDocumentsIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LARGE = "漢字".repeat(Payload.MOST_BYTES);

    @RegisterExtension
    final PoolFixture pool = new PoolFixture(PLATFORM);

    /** Of an engine that is wrong. */
    @RegisterExtension
    final PoolFixture broken = new PoolFixture(PLATFORM);

    private final String request = PLATFORM.uniqueName("r");
    private final LargeAnswers service = new LargeAnswers();

    @BeforeEach
    void startWorker() {
        PLATFORM.create(List.of(TokensTopics.DOCUMENTS));
        pool.worker(service, Map.of(DocumentSettings.READ_TIMEOUT, "1500"));
    }

    @Test
    void shouldGiveBackALargeAnswerToTheNextCall() throws Exception {
        pool.write(call(0, Map.of("given", "x")));
        var first = pool.awaitEnds(request, 1).get(1).getDocument();

        pool.write(call(1, Map.of("given", List.of(DocumentValue.of(first)))));
        pool.awaitEnds(request, 2);

        assertThat(first.getBytes()).isGreaterThan(Payload.MOST_BYTES);
        assertThat(service.inputs.get(1).at("/given/0").textValue()).isEqualTo(LARGE);
    }

    @Test
    void shouldFailACallWhoseDocumentLacksAChunk() throws Exception {
        // Given
        var document = Document.of(request, LARGE, null, System.currentTimeMillis());
        try (var chunks = PLATFORM.writer(TokensTopics.DOCUMENTS)) {
            document.chunks().stream().skip(1).forEach(chunk -> chunks.write(Document.key(chunk), chunk));
        }

        // When
        pool.write(call(0, Map.of("given", DocumentValue.of(document.ref()))));

        // Then
        assertThat(pool.awaitEnds(request, 1)).last().satisfies(error -> {
            assertThat(error.getErrorCode()).isEqualTo("DOCUMENT_UNREADABLE");
            assertThat(error.getErrorMessage()).contains("chunks came within 1500 ms");
            assertThat(error.getRetryable()).isTrue();
        });
        assertThat(service.inputs).isEmpty();
    }

    @Test
    void shouldEndACallWhoseEngineLacksALibraryOnceItsDocumentIsRead() throws Exception {
        // Given
        broken.worker(new LacksALibrary(), Map.of());
        var document = Document.of(request, LARGE, null, System.currentTimeMillis());
        try (var chunks = PLATFORM.writer(TokensTopics.DOCUMENTS)) {
            document.chunks().forEach(chunk -> chunks.write(Document.key(chunk), chunk));
        }
        var work = WorkSamples.call(broken.pool(), request, 0);
        work.setInput(JSON.writeValueAsString(Map.of("given", DocumentValue.of(document.ref()))));

        // When
        broken.write(work);

        // Then
        assertThat(broken.awaitEnds(request, 1)).last().satisfies(error -> {
            assertThat(error.getErrorCode()).isEqualTo("ENGINE_BUG");
            assertThat(error.getErrorMessage()).contains("NoClassDefFoundError");
        });
    }

    @Test
    void shouldNotReadTheDocumentOfAnotherRequest() throws Exception {
        var foreign = DocumentValue.of(Document.of("another", LARGE, null, 1).ref());

        pool.write(call(0, Map.of("given", foreign)));
        pool.awaitEnds(request, 1);

        assertThat(service.inputs)
                .singleElement()
                .satisfies(input ->
                        assertThat(input.path("given")).isEqualTo(JSON.readTree(JSON.writeValueAsString(foreign))));
    }

    @Test
    void shouldRefuseMoreDocumentsThanACallMayTake() throws Exception {
        var ref = DocumentRef.newBuilder(Document.of(request, "abc", null, 1).ref())
                .setBytes(DocumentSettings.DEFAULT_MAX_BYTES + 1L)
                .build();

        pool.write(call(0, Map.of("given", DocumentValue.of(ref))));

        assertThat(pool.awaitEnds(request, 1))
                .last()
                .satisfies(error -> assertThat(error.getErrorCode()).isEqualTo("INPUT_TOO_LARGE"));
    }

    private Work call(int index, Map<String, Object> input) throws Exception {
        var work = WorkSamples.call(pool.pool(), request, index);
        work.setInput(JSON.writeValueAsString(input));
        return work;
    }

    /** As one whose jar was built against another version. */
    private static final class LacksALibrary implements Engine {

        @Override
        public EngineCall start(EngineRequest call, EngineListener listener) {
            throw new NoClassDefFoundError("missing");
        }

        @Override
        public void close() {}
    }

    /** Answers the same large text whatever it is asked. */
    private static final class LargeAnswers implements Service {

        private final List<JsonNode> inputs = new CopyOnWriteArrayList<>();

        @Override
        public ServiceAnswer call(ServiceRequest request) {
            inputs.add(request.input());
            return ServiceAnswer.text(LARGE);
        }

        @Override
        public void close() {}
    }
}
