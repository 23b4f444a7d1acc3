package io.millrace.engines.worker;

import io.millrace.events.tokens.PrefixSketch;
import io.millrace.events.tokens.PromptBlocks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of prompts the engine of this replica is likely to hold: those that were used last, as if its own cache had
 * this size and the same rule. The blocks of a prompt are used together, so whenever one is held, all before it are. Safe for
 * use by several threads.
 */
final class PrefixCache {

    private final int capacity;

    /** From the block that was used longest ago to the last. */
    private final Map<Long, Boolean> held = new LinkedHashMap<>(16, 0.75f, true);

    private @Nullable PrefixSketch sketch;

    /** @param tokens that it holds at most */
    PrefixCache(int tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("a prefix cache cannot hold " + tokens + " tokens");
        }
        this.capacity = tokens / PromptBlocks.TOKENS;
    }

    /**
     * A prompt is read, of which all blocks are held from now on.
     *
     * @param prompt its blocks, as {@link PromptBlocks} makes them
     * @return how many of them, from the first, were held before
     */
    synchronized int read(List<Long> prompt) {
        var matched = 0;
        while (matched < prompt.size() && held.containsKey(prompt.get(matched))) {
            matched++;
        }
        // The last first, so that the end of a prompt is forgotten before its beginning.
        for (var i = Math.min(prompt.size(), capacity) - 1; i >= 0; i--) {
            held.put(prompt.get(i), true);
        }
        forgetOldest();
        if (matched < prompt.size()) {
            sketch = null;
        }
        return matched;
    }

    /** Of the blocks that are held now; made anew only when they have changed. */
    synchronized PrefixSketch sketch() {
        var current = sketch == null ? PrefixSketch.of(held.keySet()) : sketch;
        sketch = current;
        return current;
    }

    /** Tokens of the blocks that are held now. */
    synchronized long tokens() {
        return (long) held.size() * PromptBlocks.TOKENS;
    }

    private void forgetOldest() {
        var oldest = held.keySet().iterator();
        while (held.size() > capacity) {
            oldest.next();
            oldest.remove();
        }
    }
}
