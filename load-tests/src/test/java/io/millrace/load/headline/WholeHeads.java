package io.millrace.load.headline;

import io.millrace.engines.simulated.PrefixCache;
import io.millrace.engines.simulated.Prompt;
import java.util.LinkedHashMap;
import java.util.Map;

/** The cache of the reference model, which holds the shared head of a prompt whole or not at all. For one thread. */
final class WholeHeads implements PrefixCache {

    private final int capacity;
    private final Map<Long, Integer> heads = new LinkedHashMap<>(16, 0.75f, true);
    private long tokens;

    WholeHeads(int capacityTokens) {
        this.capacity = capacityTokens;
    }

    @Override
    public int admit(Prompt prompt) {
        int shared = prompt.sharedTokens();
        if (heads.get(head(prompt)) != null) {
            return shared - shared % Prompt.BLOCK;
        }
        heads.put(head(prompt), shared);
        tokens += shared;
        var eldest = heads.values().iterator();
        while (tokens > capacity) {
            tokens -= eldest.next();
            eldest.remove();
        }
        return 0;
    }

    @Override
    public boolean holds(Prompt prompt) {
        return heads.containsKey(head(prompt));
    }

    @Override
    public long tokens() {
        return tokens;
    }

    private static long head(Prompt prompt) {
        return prompt.blocks().get(prompt.blocks().size() - 1);
    }
}
