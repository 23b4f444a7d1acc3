package io.millrace.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.load.headline.Arrival;
import io.millrace.load.headline.Workload;
import org.junit.jupiter.api.Test;

class LoadPlanTest {

    @Test
    void shouldBeTheSameForTheSameSeed() {
        assertThat(new LoadPlan(2, 7, 10, 50).arrivals()).isEqualTo(new LoadPlan(2, 7, 10, 50).arrivals());
        assertThat(new LoadPlan(2, 7, 10, 50).arrivals()).isNotEqualTo(new LoadPlan(2, 8, 10, 50).arrivals());
    }

    /** A Poisson count of 4,000 is within four standard deviations of it, and as many come in each half. */
    @Test
    void shouldComeAtItsRate() {
        var plan = new LoadPlan(4, 1, 500, 500);

        var arrivals = plan.arrivals();

        assertThat((double) arrivals.size()).isCloseTo(4_000, within(4 * Math.sqrt(4_000)));
        assertThat((double) arrivals.stream().filter(it -> plan.counts(it.at())).count())
                .isCloseTo(2_000, within(4 * Math.sqrt(2_000)));
        assertThat(arrivals).isSortedAccordingTo((a, b) -> Double.compare(a.at(), b.at()));
    }

    @Test
    void shouldDrawAllAnswers() {
        assertThat(new LoadPlan(4, 1, 0, 1_000).arrivals().stream().map(Arrival::answer))
                .containsAll(Workload.answers());
    }
}
