package io.millrace.load.langgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What has to hold.
 *
 * @param deviation most that the peer may differ from what is expected of it at {@link #LIGHT}, as a share
 * @param timesAsLong least ratio of the peer's mean latency to ours at {@link #LIGHT}
 * @param capacity least ratio of our capacity to the peer's
 */
record ComparisonLimits(double deviation, double timesAsLong, double capacity) {

    /** The one of the others that is judged. */
    static final String OURS = "Millrace";

    /** Requests a second of a light load. */
    static final double LIGHT = 1;

    /** A mean that is 10 % lower is a ratio of 1 / 0.9. A few seconds on a busy machine say nothing of speed. */
    static ComparisonLimits of(boolean smoke) {
        return smoke ? new ComparisonLimits(0.5, 0, 0) : new ComparisonLimits(0.05, 1 / 0.9, 2);
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
        timesAsLong(found)
                .filter(times -> !(times >= timesAsLong))
                .ifPresent(times ->
                        missed.add(text("at %.0f/s the peer takes %.2f times as long as %s", LIGHT, times, OURS)));
        timesCapacity(found)
                .filter(times -> !(times >= capacity))
                .ifPresent(times -> missed.add(text("%s serves %.2f times what the peer serves", OURS, times)));
        return missed;
    }

    /** What the runs do not tell, one sentence each. */
    List<String> openAfter(Findings found) {
        var open = new ArrayList<String>();
        if (found.check(LIGHT).isEmpty()) {
            open.add(text("whether the peer is right: it was not run at %.0f/s", LIGHT));
        }
        if (timesAsLong > 0 && timesAsLong(found).isEmpty()) {
            open.add(text("the ratio of means: not both were run at %.0f/s", LIGHT));
        }
        if (capacity > 0 && timesCapacity(found).isEmpty()) {
            open.add("the ratio of capacities: not both were found, which takes --bisect");
        }
        return open;
    }

    /** In a word or two; nothing is said to be kept that was not judged. */
    String verdict(Findings found) {
        if (!missedBy(found).isEmpty()) {
            return "NOT KEPT";
        }
        return openAfter(found).isEmpty() ? "kept" : "kept as far as judged";
    }

    String inWords() {
        if (capacity == 0) {
            return text(
                    "smoke run: every request ends, and the peer's mean at %.0f/s is within %.0f %% of virtual time plus its"
                            + " overhead (no proof)",
                    LIGHT, 100 * deviation);
        }
        return text(
                "the peer's mean at %.0f/s within %.0f %% of virtual time plus its overhead and %.2f times that of Millrace;"
                        + " requests a second of Millrace at a mean of 4 s %.1f times the peer's; every request ends",
                LIGHT, 100 * deviation, timesAsLong, capacity);
    }

    private static Optional<Double> timesAsLong(Findings found) {
        if (!found.others().contains(OURS)) {
            return Optional.empty();
        }
        var peer = found.curve(found.peer());
        var own = found.curve(OURS);
        return own.rates().contains(LIGHT) && peer.rates().contains(LIGHT)
                ? Optional.of(peer.timesAsLongAs(own, LIGHT).estimate())
                : Optional.empty();
    }

    private static Optional<Double> timesCapacity(Findings found) {
        if (!found.others().contains(OURS)) {
            return Optional.empty();
        }
        var peer = found.curve(found.peer());
        var own = found.curve(OURS);
        return own.crossesTarget() && peer.crossesTarget()
                ? Optional.of(own.timesCapacityOf(peer).estimate())
                : Optional.empty();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
