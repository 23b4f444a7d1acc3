package io.millrace.tokens.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The replica that owns the beginning of the prompt on a {@link HashRing}, however much it has to do. The key is the hash of
 * the first {@link #KEY_BLOCKS} blocks, or of all when there are fewer. Calls without a prompt take turns.
 */
final class PrefixHash implements Policy {

    /** 256 tokens: beyond what instructions usually share, within what documents and conversations do. */
    static final int KEY_BLOCKS = 16;

    private @Nullable HashRing ring;

    @Override
    public boolean readsPrefixes() {
        return true;
    }

    @Override
    public int choose(PromptPrefix prefix, int cost, List<Candidate> candidates) {
        return prefix.isEmpty() ? 0 : order(prefix, candidates)[0];
    }

    /** Indexes of the candidates in the order in which they follow the key on the ring. */
    int[] order(PromptPrefix prefix, List<Candidate> candidates) {
        var names = candidates.stream().map(Candidate::name).sorted().toList();
        var current = ring;
        if (current == null || !current.isOf(names)) {
            current = new HashRing(names);
            ring = current;
        }
        Map<String, Integer> index = new HashMap<>();
        for (var i = 0; i < candidates.size(); i++) {
            index.put(candidates.get(i).name(), i);
        }
        return current.from(key(prefix)).stream()
                .mapToInt(name -> index.getOrDefault(name, 0))
                .toArray();
    }

    static long key(PromptPrefix prefix) {
        return prefix.blocks().get(Math.min(KEY_BLOCKS, prefix.size()) - 1);
    }
}
