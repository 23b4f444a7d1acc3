package io.millrace.load.headline;

import java.util.Arrays;

/**
 * What one run found. Latencies are of the requests that came behind the warm-up and ended before the end, seconds.
 *
 * @param requests that were measured
 * @param mean latency
 * @param firstVerdict mean time to the first verdict of a request
 * @param goodput requests a second that ended within {@link #TARGET}
 * @param hitRate share of the shared prompt tokens that a cache held
 * @param imbalance tokens that the busiest replica read and wrote, over the mean
 */
public record Figures(
        int requests,
        double mean,
        double p50,
        double p99,
        double firstVerdict,
        double goodput,
        double hitRate,
        double imbalance) {

    /** Seconds within which a request should end. */
    public static final double TARGET = 4;

    /** Stands for every latency of a run in which no request ended. */
    private static final double NEVER = 99;

    static Figures of(double[] latencies, double[] firstVerdicts, ReplicaPool replicas) {
        var sorted = latencies.clone();
        Arrays.sort(sorted);
        return new Figures(
                sorted.length,
                Arrays.stream(sorted).average().orElse(NEVER),
                percentile(sorted, 0.5),
                percentile(sorted, 0.99),
                Arrays.stream(firstVerdicts).average().orElse(NEVER),
                Arrays.stream(sorted).filter(latency -> latency <= TARGET).count() / Experiment.MEASURED,
                replicas.hitRate(),
                replicas.imbalance());
    }

    private static double percentile(double[] sorted, double share) {
        return sorted.length == 0 ? NEVER : sorted[(int) (share * (sorted.length - 1))];
    }
}
