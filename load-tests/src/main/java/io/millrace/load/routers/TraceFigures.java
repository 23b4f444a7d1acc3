package io.millrace.load.routers;

import java.util.Arrays;

/**
 * What one run of a trace found. Seconds from the arrival of a call to its first token.
 *
 * @param hitRate share of the prompts' whole blocks that a cache held
 * @param imbalance tokens that the busiest replica read and wrote, over the mean
 */
record TraceFigures(double mean, double p50, double p99, double hitRate, double imbalance) {

    /** @param firstTokens in any order, at least one */
    static TraceFigures of(double[] firstTokens, double hitRate, double imbalance) {
        var sorted = firstTokens.clone();
        Arrays.sort(sorted);
        return new TraceFigures(
                Arrays.stream(sorted).average().orElseThrow(),
                sorted[(sorted.length - 1) / 2],
                sorted[(int) (0.99 * (sorted.length - 1))],
                hitRate,
                imbalance);
    }
}
