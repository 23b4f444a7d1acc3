package io.millrace.engines.spi;

/**
 * A streamed language model. One instance serves a whole worker; {@link #start} is called by one thread, the calls run at
 * once on the engine's own threads.
 */
public interface Engine extends AutoCloseable {

    /**
     * Starts a call and returns at once, also when the model cannot be reached: all outcomes go to the listener.
     *
     * @param listener told from one thread at a time; may be told before this method has returned
     */
    EngineCall start(EngineRequest request, EngineListener listener);

    /**
     * Whether it can go on with a text that it is given, see {@link EngineRequest#sofar}. One that cannot is asked anew and
     * must repeat the text to the letter before it goes on.
     */
    default boolean continuesText() {
        return false;
    }

    /** Aborts what still runs and frees connections and threads. */
    @Override
    void close();
}
