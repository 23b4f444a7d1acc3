package io.millrace.engines.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.events.avro.tokens.Work;
import java.util.Objects;

/** Calls of a language model. */
final class StreamedCallee implements Callee {

    private final Engine engine;

    StreamedCallee(Engine engine) {
        this.engine = engine;
    }

    @Override
    public EngineCall start(CallKey key, Work work, JsonNode input, AnswerListener listener) {
        var sofar = Objects.requireNonNullElse(work.getSofar(), "");
        if (sofar.isEmpty() || engine.continuesText()) {
            return engine.start(request(key, work, input, sofar), listener);
        }
        var repeated = new RepeatedText(sofar, listener);
        return repeated.startedBy(engine.start(request(key, work, input, ""), repeated));
    }

    private static EngineRequest request(CallKey key, Work work, JsonNode input, String sofar) {
        return new EngineRequest(
                key.text(), work.getMessages(), input, work.getParameters(), sofar, Deadlines.of(work.getDeadline()));
    }

    @Override
    public void close() {
        engine.close();
    }
}
