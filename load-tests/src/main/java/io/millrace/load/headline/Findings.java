package io.millrace.load.headline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a study found.
 *
 * @param checks against the reference model
 * @param ratios at equal rates
 * @param capacities of each mode
 * @param gains requests a second of streaming over those of each other mode, at a mean within the target
 * @param curves of each mode, by rising rate
 * @param runs of 300 s of virtual time
 */
record Findings(
        List<Check> checks,
        List<RatioAt> ratios,
        Map<Mode, Capacities> capacities,
        Map<Mode, Interval> gains,
        Map<Mode, List<Point>> curves,
        List<Sensitivity> sensitivities,
        int runs) {

    Capacities of(Mode mode) {
        return Objects.requireNonNull(capacities.get(mode), "no capacities of " + mode);
    }

    Interval gainOver(Mode mode) {
        return Objects.requireNonNull(gains.get(mode), "no gain over " + mode);
    }

    /** Mean latency beside that of the reference, seconds. */
    record Check(ReferenceMeans reference, Interval mean) {

        double deviation() {
            return mean.estimate() / reference.mean() - 1;
        }
    }

    /** A mode's figures over those of streaming, with the same seeds. */
    record RatioAt(double rate, Mode mode, Interval mean, Interval p99, Interval firstVerdict) {}

    /**
     * Capacities of one mode, requests a second.
     *
     * @param goodput best one at any rate
     */
    record Capacities(Crossing mean, Crossing median, Interval goodput) {}

    /**
     * Where a figure leaves the target, found in two ways.
     *
     * @param onCurves of all seeds
     * @param bisected zero where not even the lowest rate keeps the target
     */
    record Crossing(Interval onCurves, double bisected) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s, bisected %.2f", onCurves, bisected);
        }
    }

    /** Averages over the seeds at one rate. */
    record Point(Mode mode, double rate, double mean, double p50, double p99, double goodput, double firstVerdict) {}
}
