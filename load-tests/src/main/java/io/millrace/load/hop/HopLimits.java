package io.millrace.load.hop;

import java.util.Locale;

/**
 * Longest hops allowed, milliseconds.
 *
 * @param slack what a machine that does other work meanwhile is allowed beyond that, as a factor
 */
record HopLimits(double p50, double p99, double slack) {

    private static final HopLimits PROMISED = new HopLimits(5, 40, 1);

    /** A few seconds on a machine that builds and tests meanwhile say only whether something is badly wrong. */
    private static final double SMOKE_SLACK = 10;

    /** A hop is two round trips and some work; more than this at the median is no noise, which slows both alike. */
    private static final double MOST_ROUND_TRIPS = 10;

    static HopLimits of(boolean smoke) {
        return smoke ? new HopLimits(PROMISED.p50, PROMISED.p99, SMOKE_SLACK) : PROMISED;
    }

    boolean heldBy(HopFigures figures) {
        return figures.whole()
                && figures.hopMillis(50) <= p50 * slack
                && figures.hopMillis(99) <= p99 * slack
                && figures.ratio(50) <= MOST_ROUND_TRIPS;
    }

    String inWords() {
        var limits = String.format(
                Locale.ROOT,
                "p50 <= %.0f ms and %.0f plain round trips, p99 <= %.0f ms, nothing lost or skipped",
                p50,
                MOST_ROUND_TRIPS,
                p99);
        return slack == 1
                ? limits
                : limits + String.format(Locale.ROOT, " (smoke run: judged at %.0f times the times, no proof)", slack);
    }
}
