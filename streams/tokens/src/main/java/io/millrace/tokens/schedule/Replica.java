package io.millrace.tokens.schedule;

import io.millrace.events.avro.tokens.Load;
import io.millrace.events.tokens.PrefixSketch;

/**
 * What a replica of a pool last reported. Load and cached prefixes belong to it, not to its lanes, so a lane that moves has
 * those of its new replica.
 *
 * @param name who it is
 * @param since when it came to be, epoch milliseconds; another number under the same name is another worker
 * @param calls running, waiting and not yet read from its lanes
 * @param limit calls that it runs at once
 * @param queuedTokens prompt tokens that its engine has still to read
 * @param meanCallMillis mean time of its last calls, 0 while it has ended none
 * @param sketch prefixes that it holds
 * @param reportedAt epoch milliseconds
 */
public record Replica(
        String name,
        long since,
        int calls,
        int limit,
        long queuedTokens,
        double meanCallMillis,
        PrefixSketch sketch,
        long reportedAt) {

    /** Stands for whoever comes to serve a lane that nobody owns. */
    static final Replica NOBODY = new Replica("", 0, 0, 1, 0, 0, PrefixSketch.EMPTY, 0);

    public Replica {
        if (limit < 1) {
            throw new IllegalArgumentException("replica " + name + " must run at least one call, not " + limit);
        }
    }

    static Replica of(Load report) {
        var mean = report.getMeanCallMillis();
        var calls = (long) report.getRunning() + report.getWaiting() + report.getUnread();
        return new Replica(
                report.getReplica(),
                report.getSince(),
                (int) Math.min(Integer.MAX_VALUE / 2, calls),
                Math.max(1, report.getLimit()),
                report.getQueuedTokens(),
                mean == null ? 0 : mean,
                PrefixSketch.of(report.getSketch()),
                report.getAt());
    }
}
