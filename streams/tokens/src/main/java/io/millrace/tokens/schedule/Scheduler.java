package io.millrace.tokens.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Chooses the lane of a call: a replica by a policy, then its lanes in turn. Reports are old by up to their period, so what
 * was sent since is counted too, and as much again for each other router: they all see the same report and would all go
 * where the least was to do. Used by one thread; the choice is no part of the identity of the call.
 */
public final class Scheduler {

    private final Policy policy;
    private final int routers;
    private final LongSupplier clock;

    /** By replica. Bound: one entry a replica to choose from, others are forgotten. */
    private final Map<String, Sent> sent = new HashMap<>();

    private int turn;

    /**
     * @param routers that choose for the same pool, this one included
     * @param clock wall clock, epoch milliseconds
     */
    Scheduler(Policy policy, int routers, LongSupplier clock) {
        if (routers < 1) {
            throw new IllegalArgumentException("a scheduler is one of at least one router, not of " + routers);
        }
        this.policy = policy;
        this.routers = routers;
        this.clock = clock;
    }

    /** Whether it asks what prompts begin with. */
    public boolean readsPrefixes() {
        return policy.readsPrefixes();
    }

    /**
     * Chooses, and keeps what was sent until a report tells of it; what goes to nobody's lanes no report would ever tell of.
     *
     * @param cost estimated prompt tokens of the call
     * @param lanes the lanes to choose from, never empty
     * @return number of the chosen lane
     */
    public int pick(PromptPrefix prefix, int cost, List<Lane> lanes) {
        var byReplica = new TreeMap<String, List<Lane>>();
        lanes.forEach(lane -> byReplica
                .computeIfAbsent(lane.replica().name(), name -> new ArrayList<>())
                .add(lane));
        sent.keySet().retainAll(byReplica.keySet());
        var candidates = candidates(byReplica);
        var chosen = candidates.get(policy.choose(prefix, cost, candidates));
        var sentThere = sent(chosen.name());
        if (!chosen.name().equals(Replica.NOBODY.name())) {
            sentThere.add(chosen, prefix, cost, clock.getAsLong());
        }
        var own = byReplica.getOrDefault(chosen.name(), lanes);
        return own.get(sentThere.nextLane(own.size())).number();
    }

    /** In the order of their names, each time beginning with the next. */
    private List<Candidate> candidates(TreeMap<String, List<Lane>> byReplica) {
        var candidates = new ArrayList<Candidate>();
        byReplica.forEach((name, lanes) ->
                candidates.add(sent(name).candidate(lanes.get(0).replica())));
        turn = (turn + 1) % candidates.size();
        Collections.rotate(candidates, -turn);
        return candidates;
    }

    private Sent sent(String replica) {
        return sent.computeIfAbsent(replica, name -> new Sent(routers));
    }

    /** Replicas of which is known what was sent to them. */
    int replicas() {
        return sent.size();
    }

    /** Calls that no report has told of yet. */
    int calls() {
        return sent.values().stream().mapToInt(Sent::calls).sum();
    }

    /**
     * One partition of a pool.
     *
     * @param number the partition
     * @param replica who owns it
     */
    public record Lane(int number, Replica replica) {}
}
