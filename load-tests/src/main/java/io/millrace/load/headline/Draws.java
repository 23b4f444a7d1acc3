package io.millrace.load.headline;

/**
 * Randomness of an experiment. What is built from the three basic draws is built as the reference model builds it, so that a
 * generator that draws like the reference's gives its very numbers. For one thread.
 */
public interface Draws {

    /** In [0, 1). */
    double uniform();

    /** Standard normal. */
    double normal();

    /** In [0, bound), each as likely. */
    int index(int bound);

    /** Median 1; {@code sigma} is that of the logarithm. */
    default double logNormal(double sigma) {
        return StrictMath.exp(normal() * sigma);
    }

    /** With mean 1. */
    default double exponential() {
        return -StrictMath.log(1.0 - uniform());
    }

    /** With mean 1 and this coefficient of variation: gamma distributed. */
    default double gamma(double variation) {
        double shape = 1 / (variation * variation);
        return Gamma.draw(shape, this) / shape;
    }

    /** An index, likely as its weight. */
    default int weighted(double[] cumulativeWeights) {
        double at = uniform() * cumulativeWeights[cumulativeWeights.length - 1];
        int index = 0;
        while (index < cumulativeWeights.length - 1 && cumulativeWeights[index] <= at) {
            index++;
        }
        return index;
    }
}
