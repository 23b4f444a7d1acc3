package io.millrace.tokens.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lane whose replica has the least to do. Reports are old by up to their period, so what was sent since the last one
 * is added; among equals the lanes take turns.
 */
public final class LeastLoaded implements Scheduler {

    /** By replica. Bound: one entry a lane to choose from; replicas without one are forgotten. */
    private final Map<String, Sent> sent = new HashMap<>();

    private int turn;

    @Override
    public int pick(int cost, List<Lane> lanes) {
        turn = (turn + 1) % lanes.size();
        var best = lanes.get(turn);
        for (var i = 1; i < lanes.size(); i++) {
            var lane = lanes.get((turn + i) % lanes.size());
            if (expected(lane) < expected(best)) {
                best = lane;
            }
        }
        sent.put(best.replica(), new Sent(best.reportedAt(), sentSince(best) + 1));
        if (sent.size() > lanes.size()) {
            sent.keySet().retainAll(lanes.stream().map(Lane::replica).toList());
        }
        return best.number();
    }

    /** Replicas of which is known what was sent to them. */
    int replicas() {
        return sent.size();
    }

    /** Expected calls for each one that the replica can run at once. */
    private double expected(Lane lane) {
        return (lane.calls() + sentSince(lane)) / (double) lane.limit();
    }

    private int sentSince(Lane lane) {
        var before = sent.get(lane.replica());
        return before == null || before.report != lane.reportedAt() ? 0 : before.calls;
    }

    /** Calls sent to a replica since its report. */
    private record Sent(long report, int calls) {}
}
