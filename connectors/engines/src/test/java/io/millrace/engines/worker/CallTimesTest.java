package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    private final CallTimes times = new CallTimes();

    @Test
    void shouldKnowNothingBeforeTheFirstCallHasEnded() {
        assertThat(times.meanMillis()).isNull();
    }

    @Test
    void shouldTellTheTimeOfCallsThatAllTakeTheSame() {
        ended(200, 7);

        assertThat(times.meanMillis()).isEqualTo(200.0);
    }

    @Test
    void shouldFollowAChangeByATwentiethWithEachCall() {
        ended(100, 1);

        ended(300, 10);

        assertThat(times.meanMillis()).isCloseTo(300 - 200 * Math.pow(0.95, 10), within(1e-9));
    }

    private void ended(long millis, int calls) {
        for (int i = 0; i < calls; i++) {
            times.ended(Duration.ofMillis(millis).toNanos());
        }
    }
}
