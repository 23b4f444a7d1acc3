package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

/** With figures that are functions of the run, so that the capacity is known; the trial beneath is the real one, on a light load. */
class CapacityTest {

    private static final long[] SEEDS = {1};

    private final Lab lab = new Lab(new Trial(), new PrintWriter(Writer.nullWriter()));

    @Test
    void shouldFindTheRateAtWhichAFigureCrossesTheTarget() {
        var light = Experiment.standard(Mode.WHOLE, 1)
                .with(Experiment.standard(Mode.WHOLE, 1).fleet().withReplicas(1));

        // Requests are measured for 240 s: the figure is a hundredth of them, so it crosses 4 at 400 / 240 a second.
        var found = new Capacity(lab).of(light, SEEDS, figures -> figures.requests() / 100.0);

        assertThat(found.orElseThrow()).isCloseTo(400 / 240.0, within(0.35));
    }

    @Test
    void shouldFindNoneWhereTheTargetIsMissedAtAnyRate() {
        assertThat(new Capacity(lab).of(Experiment.standard(Mode.STREAM, 1), SEEDS, figures -> 4.01))
                .isEmpty();
    }
}
