package io.millrace.load.headline;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** An estimate and the middle 95 % of its bootstrap (Efron, 1979), drawn with a fixed seed. */
public record Interval(double estimate, double low, double high) {

    private static final int RESAMPLES = 10_000;
    private static final double TAIL = 0.025;

    /** Ratio of the means of two figures that were taken with the same seeds. */
    public static Interval ofRatio(double[] above, double[] below) {
        if (above.length != below.length || above.length == 0) {
            throw new IllegalArgumentException("pairs are needed, were " + above.length + " and " + below.length);
        }
        var random = new SplittableRandom(1);
        var ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sumAbove = 0;
            double sumBelow = 0;
            for (int j = 0; j < above.length; j++) {
                int drawn = random.nextInt(above.length);
                sumAbove += above[drawn];
                sumBelow += below[drawn];
            }
            ratios[i] = sumAbove / sumBelow;
        }
        return ofSample(DoubleStream.of(above).sum() / DoubleStream.of(below).sum(), ratios);
    }

    /** An estimate and the middle of what was estimated from samples drawn anew. */
    public static Interval ofSample(double estimate, double[] resampled) {
        var sorted = resampled.clone();
        Arrays.sort(sorted);
        int tail = (int) (TAIL * sorted.length);
        return new Interval(estimate, sorted[tail], sorted[sorted.length - 1 - tail]);
    }

    /** Mean of a figure. */
    public static Interval ofMean(double[] figures) {
        var ones = new double[figures.length];
        Arrays.fill(ones, 1);
        return ofRatio(figures, ones);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", estimate, low, high);
    }
}
