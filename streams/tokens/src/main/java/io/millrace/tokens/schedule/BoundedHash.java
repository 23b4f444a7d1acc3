package io.millrace.tokens.schedule;

import java.util.List;

/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam, 2018): as {@link PrefixHash}, but a replica that
 * would have more than (1 + {@link #EPSILON}) times its share of the calls, rounded up, is passed over for the next on the
 * ring. Calls without a prompt go where the least is to do.
 */
final class BoundedHash implements Policy {

    static final double EPSILON = 0.5;

    private final PrefixHash hash = new PrefixHash();

    @Override
    public boolean readsPrefixes() {
        return true;
    }

    @Override
    public int choose(PromptPrefix prefix, int cost, List<Candidate> candidates) {
        if (prefix.isEmpty()) {
            return LeastLoaded.among(candidates);
        }
        var bound = bound(candidates);
        for (var next : hash.order(prefix, candidates)) {
            if (candidates.get(next).calls() + 1 <= bound) {
                return next;
            }
        }
        return LeastLoaded.among(candidates);
    }

    /** Most calls of a replica, the one to be sent included. At least one replica has room: not all are above their mean. */
    static double bound(List<Candidate> candidates) {
        var calls = candidates.stream().mapToLong(Candidate::calls).sum() + 1;
        return Math.ceil((1 + EPSILON) * calls / candidates.size());
    }
}
