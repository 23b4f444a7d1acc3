package io.millrace.engines.spi;

/** A call in progress. */
public interface EngineCall {

    /**
     * Aborts the call at once, also before its first token. May be called by any thread and more than once. After it
     * has returned no text is delivered; the listener is told {@link EngineFailure#CANCELLED} exactly once, unless the
     * call had ended already.
     */
    void cancel();
}
