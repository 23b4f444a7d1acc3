package io.millrace.load.retrieval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.index.Passage;
import io.millrace.engines.local.LocalEngineProvider;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The task {@code verify} of engine {@code local}, called the way a worker calls it. Safe for use by any number of threads. */
final class LocalVerifier implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Engine engine;

    LocalVerifier(RawSettings settings) {
        this.engine = new LocalEngineProvider().create(settings);
    }

    /** Score of a claim over evidence. */
    double score(String claim, List<Passage> evidence) throws IOException {
        var input = JSON.createObjectNode().put("claim", claim);
        var passages = input.putArray("evidence");
        for (var passage : evidence) {
            passages.addObject()
                    .put("id", passage.id())
                    .put("title", passage.title())
                    .put("source", passage.source())
                    .put("text", passage.text());
        }
        return JSON.readTree(answer(input)).path("score").doubleValue();
    }

    @Override
    public void close() {
        engine.close();
    }

    private String answer(ObjectNode input) {
        var listener = new WholeAnswer(new StringBuilder(), new CompletableFuture<>());
        engine.start(new EngineRequest("bench", List.of(), input, Map.of("task", "verify"), Instant.MAX), listener);
        return listener.whole().join();
    }

    private record WholeAnswer(StringBuilder text, CompletableFuture<String> whole) implements EngineListener {

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
            whole.completeExceptionally(new IllegalStateException(failure.code() + ": " + failure.message()));
        }
    }
}
