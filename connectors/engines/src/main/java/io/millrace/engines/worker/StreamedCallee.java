package io.millrace.engines.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.events.avro.tokens.Work;

/** Calls of a language model. */
final class StreamedCallee implements Callee {

    private final Engine engine;

    StreamedCallee(Engine engine) {
        this.engine = engine;
    }

    @Override
    public EngineCall start(CallKey key, Work work, JsonNode input, AnswerListener listener) {
        var request = new EngineRequest(
                key.text(), work.getMessages(), input, work.getParameters(), Deadlines.of(work.getDeadline()));
        return engine.start(request, listener);
    }

    @Override
    public void close() {
        engine.close();
    }
}
