package io.millrace.engines.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.index.Library;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineProvider;
import io.millrace.engines.spi.EngineRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The engine as a worker finds it, over a library of its own. For the thread of a test. */
final class LocalEngineFixture implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Library library;
    private final Engine engine;

    LocalEngineFixture(Path directory) {
        this.library = new Library(directory);
        this.engine = ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("local"))
                .findFirst()
                .orElseThrow()
                .create(library.settings());
    }

    Library library() {
        return library;
    }

    Answer ask(String question) throws Exception {
        return call("answer", JSON.createObjectNode().put("question", question).toString());
    }

    /** @param input as JSON */
    Answer call(String task, String input) throws Exception {
        var answer = new Answer();
        start(task, input, Instant.MAX, answer);
        return answer;
    }

    EngineCall start(String task, String input, Instant deadline, Answer answer) throws Exception {
        var request = new EngineRequest("call-1", List.of(), JSON.readTree(input), Map.of("task", task), deadline);
        return engine.start(request, answer);
    }

    @Override
    public void close() {
        engine.close();
    }
}
