package io.millrace.load.headline;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One figure over the rate, a curve for each seed. The capacity is where their mean leaves {@link Figures#TARGET}, between two
 * rates on the straight line; for its interval seeds are drawn anew with replacement.
 *
 * @param rates rising
 * @param bySeed values of each seed at these rates
 */
record SeedCurves(double[] rates, double[][] bySeed) {

    private static final int RESAMPLES = 2_000;

    static SeedCurves of(
            Lab lab, Experiment experiment, double[] rates, long[] seeds, ToDoubleFunction<Figures> figure) {
        var bySeed = Arrays.stream(seeds)
                .mapToObj(seed -> Arrays.stream(rates)
                        .map(rate -> figure.applyAsDouble(lab.figures(experiment.withRate(rate), seed)))
                        .toArray())
                .toArray(double[][]::new);
        return new SeedCurves(rates, bySeed);
    }

    /** The rate at which the mean over the seeds leaves the target. */
    Interval capacity() {
        var random = new SplittableRandom(1);
        var capacities = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            capacities[i] = crossing(drawn(random));
        }
        return Interval.ofSample(crossing(all()), capacities);
    }

    /** Ratio of the capacities; the other curves have the same seeds, which are drawn together. */
    Interval gainOver(SeedCurves other) {
        var random = new SplittableRandom(1);
        var ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            var seeds = drawn(random);
            ratios[i] = crossing(seeds) / other.crossing(seeds);
        }
        return Interval.ofSample(crossing(all()) / other.crossing(all()), ratios);
    }

    private int[] all() {
        return IntStream.range(0, bySeed.length).toArray();
    }

    private int[] drawn(SplittableRandom random) {
        return random.ints(bySeed.length, 0, bySeed.length).toArray();
    }

    /** Between the last rate that keeps the target and the next one; the lowest or highest rate where it is kept never or always. */
    private double crossing(int[] seeds) {
        double before = meanAt(0, seeds);
        if (before > Figures.TARGET) {
            return rates[0];
        }
        for (int i = 1; i < rates.length; i++) {
            double here = meanAt(i, seeds);
            if (here > Figures.TARGET) {
                double share = (Figures.TARGET - before) / (here - before);
                return rates[i - 1] + share * (rates[i] - rates[i - 1]);
            }
            before = here;
        }
        return rates[rates.length - 1];
    }

    private double meanAt(int rate, int[] seeds) {
        return Arrays.stream(seeds)
                .mapToDouble(seed -> bySeed[seed][rate])
                .average()
                .orElseThrow();
    }
}
