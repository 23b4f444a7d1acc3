package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void shouldBeAPointWhereNothingVaries() {
        var interval = Interval.ofRatio(new double[] {6, 9, 12}, new double[] {2, 3, 4});

        assertThat(interval).isEqualTo(new Interval(3, 3, 3));
    }

    /** The normal approximation of the mean of 400 standard normal draws: 1.96 / 20. */
    @Test
    void shouldBeAsWideAsTheNormalApproximationOfManyDraws() {
        var draws = new SeededDraws(5);
        var sample = DoubleStream.generate(draws::normal).limit(400).toArray();

        var interval = Interval.ofMean(sample);

        assertThat((interval.high() - interval.low()) / 2).isCloseTo(1.96 / 20, within(0.012));
        assertThat(interval.estimate()).isBetween(interval.low(), interval.high());
    }
}
