package io.millrace.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AppStatusTest {

    private final AppStatus status = new AppStatus();

    @Test
    void shouldBeReadyOnlyWhileRunning() {
        status.startOnce();
        assertThat(status.health()).matches(health -> health.live() && !health.ready() && !health.started());

        status.running();
        assertThat(status.health()).matches(health -> health.live() && health.ready() && health.started());

        status.rebalancing();
        assertThat(status.health()).matches(health -> health.live() && !health.ready() && health.started());
    }

    @Test
    void shouldStayInErrorWhateverTheClientSays() {
        status.startOnce();
        status.failed(new IllegalStateException("impossible"));
        status.rebalancing();
        status.running();
        status.starting("something else");

        assertThat(status.state()).isEqualTo(AppState.ERROR);
        assertThat(status.health().live()).isFalse();
        assertThat(status.health().reason()).contains("impossible");
    }

    @Test
    void shouldStartAndCloseOnce() {
        assertThat(status.startOnce()).isTrue();
        assertThat(status.startOnce()).isFalse();
        assertThat(status.close()).isTrue();
        assertThat(status.close()).isFalse();
    }

    @Test
    void shouldNotWaitForAStateThatNeverComes() {
        status.startOnce();
        status.failed(new IllegalStateException("impossible"));

        status.await(AppState.RUNNING, Duration.ofDays(1));

        assertThat(status.state()).isEqualTo(AppState.ERROR);
    }
}
