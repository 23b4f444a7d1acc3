package io.millrace.load.headline;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Draws of the JDK's {@code L64X128MixRandom}: the same seed gives the same draws. */
public final class SeededDraws implements Draws {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private final RandomGenerator random;

    public SeededDraws(long seed) {
        this.random = FACTORY.create(seed);
    }

    @Override
    public double uniform() {
        return random.nextDouble();
    }

    @Override
    public double normal() {
        return random.nextGaussian();
    }

    @Override
    public int index(int bound) {
        return random.nextInt(bound);
    }
}
