package io.millrace.load.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RocAreaTest {

    @Test
    void shouldBeOneWhenAllPositivesAreAbove() {
        assertThat(RocArea.of(new double[] {3, 4}, new double[] {1, 2})).isEqualTo(1);
    }

    @Test
    void shouldBeZeroWhenAllPositivesAreBelow() {
        assertThat(RocArea.of(new double[] {1, 2}, new double[] {3, 4})).isZero();
    }

    @Test
    void shouldCountTiesHalf() {
        assertThat(RocArea.of(new double[] {1, 1}, new double[] {1, 1, 1})).isEqualTo(0.5);
    }

    @Test
    void shouldEqualTheShareOfWonPairs() {
        long seed = 20_261_122;
        var random = new Random(seed);
        var positives = random.ints(200, 0, 50).asDoubleStream().toArray();
        var negatives = random.ints(300, 0, 40).asDoubleStream().toArray();

        double wins = 0;
        for (double positive : positives) {
            for (double negative : negatives) {
                wins += positive > negative ? 1 : positive == negative ? 0.5 : 0;
            }
        }

        assertThat(RocArea.of(positives, negatives))
                .as("seed %d", seed)
                .isCloseTo(wins / (positives.length * negatives.length), within(1e-12));
    }
}
