package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SeedCurvesTest {

    private static final double[] RATES = {1, 2, 4};

    @Test
    void shouldCrossTheTargetOnTheLineBetweenTwoRates() {
        var same = new SeedCurves(RATES, new double[][] {{3, 3.5, 4.5}, {3, 3.5, 4.5}});

        assertThat(same.capacity()).isEqualTo(new Interval(3, 3, 3));
    }

    @Test
    void shouldStayWithinItsRates() {
        assertThat(new SeedCurves(RATES, new double[][] {{5, 6, 7}}).capacity().low())
                .isEqualTo(1);
        assertThat(new SeedCurves(RATES, new double[][] {{1, 2, 3}}).capacity().high())
                .isEqualTo(4);
    }

    /** Seeds that are all slow or all fast give the crossings of these curves as ends: 2 and 4. */
    @Test
    void shouldReachFromTheSlowSeedsToTheFastOnes() {
        var two = new SeedCurves(RATES, new double[][] {{3, 4.0, 6}, {2, 3, 4.0}});

        var interval = two.capacity();

        assertThat(interval.low()).isCloseTo(2, within(1e-9));
        assertThat(interval.high()).isCloseTo(4, within(1e-9));
    }

    @Test
    void shouldDrawTheSameSeedsForBothSidesOfARatio() {
        var above = new SeedCurves(RATES, new double[][] {{2, 3, 4.0}, {3, 4.0, 6}});

        assertThat(above.gainOver(above)).isEqualTo(new Interval(1, 1, 1));
    }
}
