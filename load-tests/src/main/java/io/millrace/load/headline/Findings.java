package io.millrace.load.headline;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What a study found.
 *
 * @param checks against the reference model
 * @param ratios at equal rates
 * @param capacities of each mode
 * @param curves of each mode, by rising rate
 * @param runs of 300 s of virtual time
 */
record Findings(
        List<Check> checks,
        List<RatioAt> ratios,
        Map<Mode, Capacities> capacities,
        Map<Mode, List<Point>> curves,
        List<Sensitivity> sensitivities,
        int runs) {

    /** How often more requests streaming serves at a mean within the target, with its interval over the groups of seeds. */
    Interval gainOver(Mode mode) {
        return Interval.ofRatio(
                capacities.get(Mode.STREAM).mean(), capacities.get(mode).mean());
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
     * Capacities of one mode, one for each group of seeds, requests a second.
     *
     * @param mean at a mean within the target
     * @param median at a median within it
     * @param goodput best one at any rate
     */
    record Capacities(double[] mean, double[] median, double[] goodput) {

        static double average(double[] values) {
            return DoubleStream.of(values).average().orElseThrow();
        }
    }

    /** Averages over the seeds at one rate. */
    record Point(double rate, double mean, double p50, double p99, double goodput, double firstVerdict) {}
}
