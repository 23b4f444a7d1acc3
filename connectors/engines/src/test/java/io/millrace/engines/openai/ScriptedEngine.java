package io.millrace.engines.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.events.avro.tokens.Message;
import io.millrace.testkit.engine.Script;
import io.millrace.testkit.engine.ScriptedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The engine against a scripted server, with short pauses, for one test: a field with {@code @RegisterExtension}. For the
 * thread of the test.
 */
final class ScriptedEngine implements AfterEachCallback {

    private final RecordingListener listener = new RecordingListener();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "engine.model", "small",
            "engine.retries", "2",
            "engine.retry.backoff.ms", "5",
            "engine.first.token.timeout.ms", "20000",
            "engine.token.timeout.ms", "20000"));
    private final ScriptedServer server;
    private Engine engine;

    ScriptedEngine() {
        try {
            this.server = ScriptedServer.start(Script.saying("Streams flow to the sea."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("engine.url", server.url());
        this.engine = new OpenAiProvider().create(settings());
    }

    ScriptedServer server() {
        return server;
    }

    RecordingListener listener() {
        return listener;
    }

    RawSettings settings() {
        return RawSettings.of(settings);
    }

    /** Replaces the engine by one with this setting. */
    void set(String key, String value) {
        engine.close();
        settings.put(key, value);
        engine = new OpenAiProvider().create(settings());
    }

    EngineCall call() {
        return call(Map.of(), Instant.MAX);
    }

    EngineCall call(Map<String, String> parameters, Instant deadline) {
        return start(parameters, deadline, listener);
    }

    EngineCall callToGoOnWith(String sofar) {
        var request = request(Map.of(), Instant.MAX);
        return engine.start(
                new EngineRequest(
                        request.callId(),
                        request.messages(),
                        request.input(),
                        request.parameters(),
                        sofar,
                        request.deadline()),
                listener);
    }

    EngineCall start(Map<String, String> parameters, Instant deadline, RecordingListener heard) {
        return engine.start(request(parameters, deadline), heard);
    }

    /** Ends the calls in progress; the server goes on. */
    void stop() {
        engine.close();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        engine.close();
        server.close();
    }

    private static EngineRequest request(Map<String, String> parameters, Instant deadline) {
        var messages = List.of(new Message("system", "Be short"), new Message("user", "What do streams do?"));
        return new EngineRequest("call-1", messages, JsonNodeFactory.instance.objectNode(), parameters, deadline);
    }
}
