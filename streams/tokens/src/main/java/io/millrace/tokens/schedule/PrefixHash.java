package io.millrace.tokens.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The replica that owns the beginning of the prompt on a {@link HashRing}, however much it has to do. The beginning is of 16
 * blocks, or of as many times 16 as it takes for no more than one replica's share of the last prompts to have it
 * ({@link Beginnings}): with a key that most prompts have, most calls would go to one replica. Calls without a prompt take
 * turns.
 */
final class PrefixHash implements Policy {

    private final Beginnings beginnings = new Beginnings();
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
        return current.from(beginnings.key(prefix, 1.0 / candidates.size())).stream()
                .mapToInt(name -> index.getOrDefault(name, 0))
                .toArray();
    }
}
