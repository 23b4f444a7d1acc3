package io.millrace.tokens.schedule;

import java.util.List;

/** The replica with the least to do for its size. */
final class LeastLoaded implements Policy {

    @Override
    public int choose(PromptPrefix prefix, int cost, List<Candidate> candidates) {
        return among(candidates);
    }

    static int among(List<Candidate> candidates) {
        var best = 0;
        for (var i = 1; i < candidates.size(); i++) {
            if (candidates.get(i).load() < candidates.get(best).load()) {
                best = i;
            }
        }
        return best;
    }
}
