package io.millrace.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.load.headline.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LatencyCurveTest {

    @Test
    void shouldCrossTheTargetOnTheLineBetweenTwoRates() {
        var curve = curve(3, 3.5, 4.5);

        assertThat(curve.crossesTarget()).isTrue();
        assertThat(curve.capacity().estimate()).isCloseTo(2.5, within(1e-9));
        assertThat(curve.capacity().low()).isCloseTo(2.5, within(1e-9));
    }

    @Test
    void shouldStayWithinItsRates() {
        assertThat(curve(5, 6).crossesTarget()).isFalse();
        assertThat(curve(5, 6).capacity()).isEqualTo(new Interval(1, 1, 1));
        assertThat(curve(1, 2).crossesTarget()).isFalse();
        assertThat(curve(1, 2).capacity()).isEqualTo(new Interval(2, 2, 2));
    }

    /** Eight blocks from 1 to 8: mean 4.5, and the mean of eight drawn with replacement has a standard deviation of 0.81. */
    @Test
    void shouldGiveAMeanTheIntervalOfItsBlocks() {
        var mean = new LatencyCurve(List.of(Runs.rising(1, 1, 8))).mean(1);

        assertThat(mean.estimate()).isCloseTo(4.5, within(0.01));
        assertThat(mean.low()).isCloseTo(4.5 - 1.96 * 0.81, within(0.15));
        assertThat(mean.high()).isCloseTo(4.5 + 1.96 * 0.81, within(0.15));
    }

    @Test
    void shouldDrawTheSameBlocksForBothSidesOfARatio() {
        var slow = new LatencyCurve(List.of(Runs.rising(1, 2, 16)));
        var fast = new LatencyCurve(List.of(Runs.rising(1, 1, 8)));

        var ratio = slow.timesAsLongAs(fast, 1);

        assertThat(ratio.low()).isCloseTo(2, within(1e-9));
        assertThat(ratio.high()).isCloseTo(2, within(1e-9));
    }

    @Test
    void shouldBisectUntilTheCapacityIsKnown() {
        var runs = new ArrayList<>(List.of(Runs.steady(1, 2), Runs.steady(2, 3)));

        // A system whose mean is 1.5 s a request a second leaves the target at 8 / 3.
        var next = new LatencyCurve(runs).rateToTry();
        while (next.isPresent()) {
            runs.add(Runs.steady(next.getAsDouble(), 1.5 * next.getAsDouble()));
            next = new LatencyCurve(runs).rateToTry();
        }

        assertThat(new LatencyCurve(runs).capacity().estimate()).isCloseTo(8 / 3.0, within(1e-6));
        assertThat(runs).hasSizeLessThan(10);
    }

    @Test
    void shouldGiveUpWhereNoRateKeepsTheTarget() {
        var runs = new ArrayList<>(List.of(Runs.steady(1, 9)));
        for (var next = new LatencyCurve(runs).rateToTry();
                next.isPresent();
                next = new LatencyCurve(runs).rateToTry()) {
            runs.add(Runs.steady(next.getAsDouble(), 9));
        }

        assertThat(new LatencyCurve(runs).crossesTarget()).isFalse();
        assertThat(runs).hasSizeLessThan(10);
    }

    /** Means at 1, 2, 3 ... requests a second. */
    private static LatencyCurve curve(double... means) {
        var rates = DoubleStream.iterate(1, rate -> rate + 1).limit(means.length);
        return new LatencyCurve(rates.mapToObj(rate -> Runs.steady(rate, means[(int) rate - 1]))
                .toList());
    }
}
