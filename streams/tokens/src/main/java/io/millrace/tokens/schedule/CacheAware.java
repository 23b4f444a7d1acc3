package io.millrace.tokens.schedule;

import java.util.List;

/**
 * The replica that holds most of the prompt, of equals the one with the least to do, if it holds at least
 * {@link #LEAST_MATCH} of it and does not have much more to do than the others: each candidate is gated by itself, so one
 * replica that is full does not end the reuse on the rest. Without such a candidate, the least loaded one: a cache that is
 * empty is no reason to get a call.
 */
final class CacheAware implements Policy {

    static final double LEAST_MATCH = 0.3;

    /** Calls, or their worth, that a replica may have above the least loaded one: the larger of this and a share of the mean. */
    static final int MORE_CALLS = 8;

    static final double MORE_SHARE = 0.5;

    @Override
    public boolean readsPrefixes() {
        return true;
    }

    @Override
    public int choose(PromptPrefix prefix, int cost, List<Candidate> candidates) {
        if (prefix.isEmpty()) {
            return LeastLoaded.among(candidates);
        }
        var most = most(candidates);
        var best = -1;
        var bestMatch = LEAST_MATCH;
        for (var i = 0; i < candidates.size(); i++) {
            var candidate = candidates.get(i);
            var match = candidate.work() <= most ? candidate.match(prefix) : 0;
            if (match > bestMatch || (match == bestMatch && isLess(candidates, i, best))) {
                best = i;
                bestMatch = match;
            }
        }
        return best < 0 ? LeastLoaded.among(candidates) : best;
    }

    private static boolean isLess(List<Candidate> candidates, int one, int other) {
        return other < 0 || candidates.get(one).load() < candidates.get(other).load();
    }

    /** Most work of a replica that is chosen for what it holds, in calls. */
    static double most(List<Candidate> candidates) {
        var work = candidates.stream().mapToDouble(Candidate::work).summaryStatistics();
        return work.getMin() + Math.max(MORE_CALLS, MORE_SHARE * work.getAverage());
    }
}
