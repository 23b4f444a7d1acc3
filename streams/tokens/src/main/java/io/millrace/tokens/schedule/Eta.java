package io.millrace.tokens.schedule;

import io.millrace.events.tokens.PromptBlocks;
import java.util.List;

/**
 * The replica that is expected to end the call first. Its cost in milliseconds is the sum of
 *
 * <ul>
 *   <li>the wait for a place: (calls - limit + 1, at least 0) * mean time of a call / limit
 *   <li>reading: {@link #READ_MILLIS} for each token that is queued or of the prompt and not cached
 *   <li>writing: mean time of a call * (1 + {@link #STRETCH} * calls / limit, at most 1): a batch slows its calls down
 * </ul>
 *
 * The mean time of a call is that of the pool: that of one replica says more of its last calls than of its speed.
 */
final class Eta implements Policy {

    /** Per prompt token, of a model of 8 billion parameters on an A100 in full batches. */
    static final double READ_MILLIS = 0.072;

    /** A full batch of 64 takes about 1.8 times as long for a token as one call alone, on the same. */
    static final double STRETCH = 0.8;

    /** Mean time of a call while none has ended. */
    static final double FIRST_MILLIS = 1_000;

    @Override
    public boolean readsPrefixes() {
        return true;
    }

    @Override
    public int choose(PromptPrefix prefix, int cost, List<Candidate> candidates) {
        var mean = meanCallMillis(candidates);
        var best = 0;
        var least = Double.POSITIVE_INFINITY;
        for (var i = 0; i < candidates.size(); i++) {
            var millis = millis(candidates.get(i), prefix, cost, mean);
            if (millis < least) {
                least = millis;
                best = i;
            }
        }
        return best;
    }

    /** @param mean time of a call, milliseconds */
    static double millis(Candidate candidate, PromptPrefix prefix, int cost, double mean) {
        var wait = Math.max(0, candidate.calls() - candidate.limit() + 1) * mean / candidate.limit();
        var cached = Math.min(cost, candidate.matched(prefix) * PromptBlocks.TOKENS);
        var read = (candidate.queuedTokens() + cost - cached) * READ_MILLIS;
        var fullness = Math.min(1, candidate.calls() / (double) candidate.limit());
        return wait + read + mean * (1 + STRETCH * fullness);
    }

    private static double meanCallMillis(List<Candidate> candidates) {
        return candidates.stream()
                .mapToDouble(Candidate::meanCallMillis)
                .filter(millis -> millis > 0)
                .average()
                .orElse(FIRST_MILLIS);
    }
}
