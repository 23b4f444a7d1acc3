package io.millrace.load.headline;

import io.millrace.engines.simulated.BatchEngine;
import io.millrace.engines.simulated.BatchEngine.Chunk;
import io.millrace.engines.simulated.BatchEngine.Iteration;
import io.millrace.engines.simulated.EngineProfile;
import io.millrace.engines.simulated.PrefixCache;
import io.millrace.engines.simulated.Prompt;
import io.millrace.engines.simulated.Sequence;
import io.millrace.load.headline.routing.ReplicaView;
import java.util.HashMap;
import java.util.Map;

/** A replica of the model in virtual time: iteration follows iteration while there is work. */
public final class Replica implements ReplicaView {

    private final VirtualTime time;
    private final CountedCache cache;
    private final BatchEngine engine;
    private final Map<Sequence, TokenListener> listeners = new HashMap<>();
    private boolean busy;
    private int load;
    private long worked;

    Replica(VirtualTime time, EngineProfile profile, PrefixCache cache) {
        this.time = time;
        this.cache = new CountedCache(cache);
        this.engine = new BatchEngine(profile, this.cache);
    }

    void add(Prompt prompt, int length, TokenListener listener) {
        listeners.put(engine.add(prompt, length), listener);
        load++;
        if (!busy) {
            busy = true;
            iterate();
        }
    }

    /** Calls that have not ended. A call that ends in an iteration counts until all listeners of the iteration have been told. */
    @Override
    public int load() {
        return load;
    }

    @Override
    public boolean holds(Prompt prompt) {
        return cache.holds(prompt);
    }

    @Override
    public long cachedTokens() {
        return cache.tokens();
    }

    CountedCache cache() {
        return cache;
    }

    /** Tokens of prompts and answers that it has read and written; cached ones are not read. */
    long worked() {
        return worked;
    }

    private void iterate() {
        var iteration = engine.begin();
        iteration.ifPresent(begun -> time.after(begun.millis() / 1e3, () -> end(begun)));
        busy = iteration.isPresent();
    }

    private void end(Iteration iteration) {
        worked += iteration.decoding().size();
        worked += iteration.chunks().stream().mapToInt(Chunk::tokens).sum();
        int ended = 0;
        for (var sequence : engine.end(iteration)) {
            listenerOf(sequence).wrote(sequence.written(), sequence.isDone());
            ended += sequence.isDone() ? 1 : 0;
        }
        load -= ended;
        iterate();
    }

    private TokenListener listenerOf(Sequence sequence) {
        var listener = sequence.isDone() ? listeners.remove(sequence) : listeners.get(sequence);
        if (listener == null) {
            throw new IllegalStateException("a sequence that was never added got a token");
        }
        return listener;
    }

    /** Hears each token of a call. */
    @FunctionalInterface
    public interface TokenListener {

        /**
         * @param written tokens so far
         * @param last whether the call has ended with it
         */
        void wrote(int written, boolean last);
    }
}
