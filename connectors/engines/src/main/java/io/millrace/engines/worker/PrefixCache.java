package io.millrace.engines.worker;

import io.millrace.events.tokens.PrefixSketch;
import io.millrace.events.tokens.PromptBlocks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of prompts the engine of this replica is likely to hold: those that were used last, as if its own cache had
 * this size and the same rule. The blocks of a prompt are used together, so whenever one is held, all before it are. What a
 * long prompt has behind its {@link PromptBlocks#MOST} blocks takes room with the last of them. Safe for use by several
 * threads.
 */
public final class PrefixCache {

    private final int capacity;

    /** Tokens by block, from the block that was used longest ago to the last. */
    private final Map<Long, Integer> held = new LinkedHashMap<>(16, 0.75f, true);

    private long tokens;

    private @Nullable PrefixSketch sketch;

    /** @param tokens that it holds at most */
    public PrefixCache(int tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("a prefix cache cannot hold " + tokens + " tokens");
        }
        this.capacity = tokens - tokens % PromptBlocks.TOKENS;
    }

    /**
     * A prompt is read, of which all blocks are held from now on.
     *
     * @param prompt its blocks, as {@link PromptBlocks} makes them
     * @param promptTokens all that it has; without effect where the blocks are all of it
     * @return how many of them, from the first, were held before
     */
    public synchronized int read(List<Long> prompt, int promptTokens) {
        var matched = 0;
        while (matched < prompt.size() && held.containsKey(prompt.get(matched))) {
            matched++;
        }
        // The last first, so that the end of a prompt is forgotten before its beginning.
        for (var i = Math.min(prompt.size(), capacity / PromptBlocks.TOKENS) - 1; i >= 0; i--) {
            hold(prompt.get(i), i == PromptBlocks.MOST - 1 ? promptTokens - i * PromptBlocks.TOKENS : 0);
        }
        forgetOldest();
        if (matched < prompt.size()) {
            sketch = null;
        }
        return matched;
    }

    /** Of the blocks that are held now; made anew only when they have changed. */
    public synchronized PrefixSketch sketch() {
        var current = sketch == null ? PrefixSketch.of(held.keySet()) : sketch;
        sketch = current;
        return current;
    }

    /** Tokens of the blocks that are held now. */
    public synchronized long tokens() {
        return tokens;
    }

    private void hold(long block, int least) {
        var before = held.getOrDefault(block, 0);
        var now = Math.max(Math.max(before, least), PromptBlocks.TOKENS);
        held.put(block, now);
        tokens += now - before;
    }

    private void forgetOldest() {
        var oldest = held.values().iterator();
        while (tokens > capacity) {
            tokens -= oldest.next();
            oldest.remove();
        }
    }
}
