package io.millrace.tokens.schedule;

import io.millrace.events.tokens.PromptBlocks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was sent to one replica after it made its report, told by the clocks of both. Bound: the calls of the last
 * {@link #WARMING_MS} before the report and of those since; a replica is forgotten when it has not reported for three seconds.
 */
final class Sent {

    /** How long a call may wait before it fills the cache: its blocks count as held for so long before the report. */
    static final long WARMING_MS = 1_000;

    private final int routers;
    private final Deque<Call> calls = new ArrayDeque<>();
    private final Deque<Call> warming = new ArrayDeque<>();

    /** By block, when it was last sent. */
    private final Map<Long, Long> blocks = new HashMap<>();

    private long tokens;
    private int turn;

    /** @param routers that send to the replica: each of them takes the others to send as much as it does itself */
    Sent(int routers) {
        this.routers = routers;
    }

    /** The replica as a candidate. */
    Candidate candidate(Replica replica) {
        while (!calls.isEmpty() && calls.element().at < replica.reportedAt()) {
            tokens -= calls.remove().tokens;
        }
        while (!warming.isEmpty() && warming.element().at < replica.reportedAt() - WARMING_MS) {
            var call = warming.remove();
            call.blocks.forEach(block -> blocks.remove(block, call.at));
        }
        return new Candidate(
                replica.name(),
                replica.calls() + routers * calls.size(),
                replica.limit(),
                replica.queuedTokens() + routers * tokens,
                replica.meanCallMillis(),
                block -> replica.sketch().mayHold(block) || blocks.containsKey(block));
    }

    /**
     * A call goes to the replica, which reports.
     *
     * @param chosen the replica as the candidate that it was
     */
    void add(Candidate chosen, PromptPrefix prefix, int cost, long now) {
        var matched = chosen.matched(prefix);
        var unread = Math.max(0, cost - matched * (long) PromptBlocks.TOKENS);
        var call = new Call(now, unread, prefix.blocks().subList(matched, prefix.size()));
        tokens += unread;
        calls.add(call);
        if (!call.blocks.isEmpty()) {
            warming.add(call);
            call.blocks.forEach(block -> blocks.put(block, now));
        }
    }

    /** Calls that are kept since no report has told of them. */
    int calls() {
        return calls.size();
    }

    /** The lanes of the replica take turns. */
    int nextLane(int lanes) {
        turn = (turn + 1) % lanes;
        return turn;
    }

    private record Call(long at, long tokens, List<Long> blocks) {}
}
