package io.millrace.engines.simulated;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Blocks of {@link Prompt#BLOCK} tokens, the one longest unused is dropped first and a prompt's last one before its first, as
 * in servers that hash blocks (vLLM). The first block of a prompt that is missing ends what it finds.
 */
public final class BlockCache implements PrefixCache {

    private final int capacityBlocks;

    /** In the order of use, the one longest unused first. */
    private final Map<Long, Boolean> blocks = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacityTokens that fit in */
    public BlockCache(int capacityTokens) {
        this.capacityBlocks = capacityTokens / Prompt.BLOCK;
    }

    @Override
    public int admit(Prompt prompt) {
        var chain = prompt.blocks();
        int found = 0;
        while (found < chain.size() && blocks.containsKey(chain.get(found))) {
            found++;
        }
        for (int i = chain.size() - 1; i >= 0; i--) {
            blocks.put(chain.get(i), true);
        }
        var eldest = blocks.keySet().iterator();
        while (blocks.size() > capacityBlocks) {
            eldest.next();
            eldest.remove();
        }
        return found * Prompt.BLOCK;
    }

    @Override
    public boolean holds(Prompt prompt) {
        var chain = prompt.blocks();
        for (int i = 0; i < chain.size(); i++) {
            if (!blocks.containsKey(chain.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long tokens() {
        return (long) blocks.size() * Prompt.BLOCK;
    }
}
