package io.millrace.load.hop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HopLimitsTest {

    private static final HopLimits PROMISED = HopLimits.of(false);

    @Test
    void shouldJudgeMedianTailAndRoundTrips() {
        assertThat(PROMISED.heldBy(figures(4.9, 39, 2, 0, 0))).isTrue();
        assertThat(PROMISED.heldBy(figures(5.1, 39, 2, 0, 0))).isFalse();
        assertThat(PROMISED.heldBy(figures(4.9, 41, 2, 0, 0))).isFalse();
        assertThat(PROMISED.heldBy(figures(4.9, 39, 0.4, 0, 0))).isFalse();
    }

    @Test
    void shouldNotHoldWhereAnythingWasLostOrSkipped() {
        assertThat(PROMISED.heldBy(figures(1, 2, 1, 1, 0))).isFalse();
        assertThat(PROMISED.heldBy(figures(1, 2, 1, 0, 1))).isFalse();
    }

    @Test
    void shouldJudgeASmokeRunWithSlackButNotItsRoundTrips() {
        assertThat(HopLimits.of(true).heldBy(figures(40, 300, 10, 0, 0))).isTrue();
        assertThat(HopLimits.of(true).heldBy(figures(40, 300, 2, 0, 0))).isFalse();
    }

    /** 98 hops of {@code p50} ms and two of {@code p99} ms, beside round trips of {@code plain} ms. */
    private static HopFigures figures(double p50, double p99, double plain, int lost, int skipped) {
        var hops = new Histogram(3);
        hops.recordValueWithCount(micros(p50), 98);
        hops.recordValueWithCount(micros(p99), 2);
        var trips = new Histogram(3);
        trips.recordValueWithCount(micros(plain), 100);
        return new HopFigures(20, hops, trips, lost, skipped, Duration.ZERO, "", 0);
    }

    private static long micros(double millis) {
        return Math.round(millis * 1e3);
    }
}
