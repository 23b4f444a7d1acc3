package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the moments of the distribution. */
class GammaTest {

    private static final int DRAWS = 300_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2, 4})
    void shouldHaveMeanOneAndTheVariationAskedFor(double variation) {
        var draws = new SeededDraws(3);
        var sample =
                DoubleStream.generate(() -> draws.gamma(variation)).limit(DRAWS).toArray();

        double mean = DoubleStream.of(sample).average().orElseThrow();
        double variance = DoubleStream.of(sample)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(1, withinPercentage(3));
        assertThat(Math.sqrt(variance)).isCloseTo(variation, withinPercentage(5));
    }
}
