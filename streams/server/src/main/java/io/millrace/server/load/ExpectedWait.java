package io.millrace.server.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long a request waits for its calls to begin, by what the replicas of their pools reported. An estimate from below:
 * what else comes meanwhile, and calls of the request that wait for each other, are left out. Safe for several threads.
 *
 * @param freshFor a replica that has not reported for so long is taken for gone
 */
public record ExpectedWait(Duration freshFor) {

    /**
     * The longest wait among the pools, each at its least loaded replica. Not their sum: the queue of a later call
     * shrinks while an earlier one waits. A pool without a report counts as empty, since nothing is known of it.
     *
     * @param pools of the calls of the request
     * @param now by the clock that the replicas' clocks are compared with
     */
    public Duration of(Set<String> pools, Collection<ReplicaLoad> replicas, Instant now) {
        Map<String, Duration> least = new HashMap<>();
        for (var replica : replicas) {
            if (pools.contains(replica.pool()) && !replica.reportedAt().isBefore(now.minus(freshFor))) {
                least.merge(replica.pool(), replica.expectedWait(), ExpectedWait::shorter);
            }
        }
        return least.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
