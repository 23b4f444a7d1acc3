package io.millrace.tokens.schedule;

import java.util.List;

/**
 * The replica with the highest match - {@link #BETA} * relative load. The match is the share of the prompt that it holds, the
 * relative load its work over the mean of all, but over no less than {@link #FEW_CALLS}: where there is little to do, a few
 * calls more are no reason to read a prompt again.
 */
final class Score implements Policy {

    /** A whole match is worth once the mean load. */
    static final double BETA = 1;

    static final double FEW_CALLS = 8;

    @Override
    public boolean readsPrefixes() {
        return true;
    }

    @Override
    public int choose(PromptPrefix prefix, int cost, List<Candidate> candidates) {
        var mean = candidates.stream().mapToDouble(Candidate::work).average().orElse(0);
        var unit = Math.max(FEW_CALLS, mean);
        var best = 0;
        var highest = Double.NEGATIVE_INFINITY;
        for (var i = 0; i < candidates.size(); i++) {
            var candidate = candidates.get(i);
            var score = candidate.match(prefix) - BETA * candidate.work() / unit;
            if (score > highest) {
                highest = score;
                best = i;
            }
        }
        return best;
    }
}
