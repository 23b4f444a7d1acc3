package io.millrace.load.langgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What has to hold.
 *
 * @param deviation most that the peer may differ from what is expected of it at {@link #LIGHT}, as a share
 * @param timesAsLong least ratio of the peer's mean latency to ours at {@link #LIGHT}
 * @param capacity least ratio of our capacity to the peer's
 */
record ComparisonLimits(double deviation, double timesAsLong, double capacity) {

    /** Requests a second of a light load. */
    static final double LIGHT = 1;

    /** A mean that is 10 % lower is a ratio of 1 / 0.9. */
    static ComparisonLimits of(boolean smoke) {
        return smoke ? new ComparisonLimits(0.5, 1, 0) : new ComparisonLimits(0.05, 1 / 0.9, 2);
    }

    /** What does not hold, one sentence each. */
    List<String> missedBy(Findings found) {
        var missed = new ArrayList<String>();
        found.check(LIGHT)
                .filter(check -> !(Math.abs(check.deviation()) <= deviation))
                .ifPresent(check -> missed.add(
                        text("the peer's mean is %+.1f %% from what it should be", 100 * check.deviation())));
        if (found.failed() > 0) {
            missed.add(found.failed() + " requests did not end");
        }
        var peer = found.curve(found.peer());
        for (var system : found.others()) {
            var own = found.curve(system);
            if (own.rates().contains(LIGHT) && peer.rates().contains(LIGHT)) {
                double times = peer.timesAsLongAs(own, LIGHT).estimate();
                if (!(times >= timesAsLong)) {
                    missed.add(text("at %.0f/s the peer takes %.2f times as long as %s", LIGHT, times, system));
                }
            }
            double times = own.timesCapacityOf(peer).estimate();
            if (own.crossesTarget() && peer.crossesTarget() && !(times >= capacity)) {
                missed.add(text("%s serves %.2f times what the peer serves", system, times));
            }
        }
        return missed;
    }

    String inWords() {
        return text(
                "the peer's mean at %.0f/s within %.0f %% of virtual time plus its overhead, and, where both are run, %.2f times"
                        + " ours; our requests a second at a mean of 4 s %.1f times the peer's",
                LIGHT, 100 * deviation, timesAsLong, capacity);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
