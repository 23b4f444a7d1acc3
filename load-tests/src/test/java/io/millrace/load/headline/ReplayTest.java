package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.engines.simulated.EngineProfile;
import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.load.headline.routing.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {

    /** An iteration takes 10 ms, whatever is in it. */
    private static final EngineProfile STEADY =
            new EngineProfile("steady", 10, 0, 0, 0, 0, 1, new Batch(64, 1_024, 100_000));

    private static final Answer ANSWER = new Answer(30, 1, 1);
    private static final long SEED = 3;

    /** Every token takes an iteration, and a search that takes no time still draws. */
    @Test
    void shouldTakeAnIterationForEachTokenOfOneClaim() {
        var draws = new SeededDraws(SEED);
        draws.logNormal(0.5);
        draws.logNormal(0.5);
        int verdict = (int) (draws.logNormal(0.25) * 64);

        var latencies = Replay.latencies(steady(), List.of(new Arrival(5, ANSWER)), SEED);

        assertThat(latencies).hasSize(1);
        assertThat(latencies[0]).isCloseTo(0.010 * (30 + 20 + 28 + verdict), within(1e-9));
    }

    @Test
    void shouldGiveEachArrivalItsOwnLatency() {
        var latencies = Replay.latencies(
                steady().with(steady().work().withVerdictTokens(1)),
                List.of(new Arrival(0, ANSWER), new Arrival(60, new Answer(130, 1, 1))),
                SEED);

        assertThat(latencies[0]).isCloseTo(0.010 * (30 + 20 + 28 + 4), within(1e-9));
        assertThat(latencies[1]).isCloseTo(0.010 * (130 + 20 + 28 + 4), within(1e-9));
    }

    private static Experiment steady() {
        var standard = Experiment.standard(Mode.WHOLE, 1);
        return standard.with(new Experiment.Fleet(1, STEADY, Policy.ROUND_ROBIN))
                .with(new Experiment.Work(true, 1, 20, 64, 0, 0));
    }
}
