package io.millrace.engines.spi;

import io.millrace.events.avro.tokens.FinishReason;

/**
 * Hears a call. Called from one thread at a time: any number of {@link #used} and
 * {@link #text}, then exactly one of {@link #end} and
 * {@link #fail}. Must return soon, since it holds up the engine.
 */
public interface EngineListener {

    /** Tokens used so far, told before the text that they include. An engine that cannot count yet tells nothing. */
    default void used(TokenUsage sofar) {}

    /** The next piece of the answer, usually one token; never empty. */
    void text(String fragment);

    /** The answer is whole. */
    default void end(TokenUsage usage) {
        end(usage, FinishReason.STOP);
    }

    /** No more of the answer comes, and nothing failed: it is whole, or was cut short for this reason. */
    void end(TokenUsage usage, FinishReason reason);

    /** The answer ends here; what was delivered before stays valid. */
    void fail(EngineFailure failure);
}
