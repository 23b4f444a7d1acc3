package io.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.index.IndexProgress;
import io.millrace.engines.index.IndexSettings;
import io.millrace.engines.index.Indexer;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineProvider;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first answers that anybody sees: those of the project's own documents, by the engine {@code local}. */
class OwnAnswersTest {

    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    private static Path directory;

    private static Engine engine;

    @BeforeAll
    static void indexOwnDocuments() throws Exception {
        var settings = RawSettings.of(Map.of(
                IndexSettings.INDEX_DIR,
                directory.resolve("index").toString(),
                IndexSettings.NATIVES_DIR,
                "target/natives"));
        var home = Path.of(System.getProperty("millrace.home"));
        new Indexer(IndexSettings.of(settings), Clock.systemUTC())
                .index(Documents.directory(null, home, directory), IndexProgress.silent());
        engine = ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("local"))
                .findFirst()
                .orElseThrow()
                .create(settings);
    }

    @AfterAll
    static void closeEngine() {
        engine.close();
    }

    @Test
    void shouldSayWhatHappensToARecordThatCannotBeDecoded() throws Exception {
        assertThat(answer("What happens to a record that cannot be decoded?"))
                .isEqualTo(
                        "A record that cannot be decoded goes to the dead-letter topic <application>.dlq with its place and"
                                + " the reason, and its partition goes on.");
    }

    @Test
    void shouldSayWhatALaneIs() throws Exception {
        assertThat(answer("What is a lane?"))
                .startsWith(
                        "A lane is one partition of a pool's topic: it is owned by one worker at a time, which runs many"
                                + " calls of it at once.");
    }

    private static String answer(String question) throws Exception {
        var answer = new Answer();
        var input = JsonNodeFactory.instance.objectNode().put("question", question);
        engine.start(new EngineRequest("call-1", List.of(), input, Map.of("task", "answer"), Instant.MAX), answer);
        return answer.whole.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Heard on one thread of the engine. */
    private static final class Answer implements EngineListener {

        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<String> whole = new CompletableFuture<>();

        @Override
        public void text(String fragment) {
            text.append(fragment);
        }

        @Override
        public void end(TokenUsage usage, FinishReason reason) {
            whole.complete(text.toString());
        }

        @Override
        public void fail(EngineFailure failure) {
            whole.completeExceptionally(new AssertionError("the call failed: " + failure));
        }
    }
}
