package io.millrace.tokens.schedule;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Of two replicas drawn at random the one with less to do (Mitzenmacher, "The power of two choices in randomized load
 * balancing", 2001): routers that see the same old report do not all go to the same replica.
 */
final class TwoChoices implements Policy {

    private final SplittableRandom random;

    TwoChoices(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public int choose(PromptPrefix prefix, int cost, List<Candidate> candidates) {
        var size = candidates.size();
        var one = random.nextInt(size);
        var other = size == 1 ? one : (one + 1 + random.nextInt(size - 1)) % size;
        return candidates.get(other).load() < candidates.get(one).load() ? other : one;
    }
}
