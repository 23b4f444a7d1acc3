package io.millrace.load.langgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.load.headline.Arrival;
import io.millrace.load.openloop.LoadPlan;
import io.millrace.load.openloop.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerCheckTest {

    @Test
    void shouldCompareWithVirtualTimeAndOverhead() {
        var check = PeerCheck.of(List.of(Runs.steady(1, 4), Runs.steady(1, 5)), plan -> 3.9, 0.1);

        assertThat(check.deviation()).isCloseTo(4.5 / 4 - 1, within(1e-9));
    }

    /** So light that requests do not meet: tokens are written one by one at 12.8 ms and more, and no claim takes under a second. */
    @Test
    void shouldTakeNoLessThanTheTokensDo() {
        var plan = new LoadPlan(0.05, 2, 40, 200);

        double least = plan.arrivals().stream()
                .filter(arrival -> plan.counts(arrival.at()))
                .map(Arrival::answer)
                .mapToDouble(answer -> 0.0128 * (answer.tokens() + 20 * answer.claims() + 28))
                .average()
                .orElseThrow();

        assertThat(PeerCheck.whole(Fleet.STANDARD, plan)).isBetween(least + 1, least + 3);
        assertThat(PeerCheck.whole(Fleet.QUICK, plan)).isBetween(least / 4, least);
    }
}
