package io.millrace.engines.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engines.spi.EngineCall;
import io.millrace.events.avro.tokens.Work;

/** Who does the calls of a pool. */
interface Callee extends AutoCloseable {

    /** Starts a call and returns at once; the contract of cancelling and listening is that of an engine. */
    EngineCall start(CallKey key, Work work, JsonNode input, AnswerListener listener);

    /** No further part of the scope of a work comes. */
    default void scopeEnded(Work end) {}

    @Override
    void close();
}
