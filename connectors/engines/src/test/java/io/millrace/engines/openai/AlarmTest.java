package io.millrace.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AlarmTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
    private static final Duration WAIT = Duration.ofMillis(5);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<String> rung = new CopyOnWriteArrayList<>();

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void shouldRingForTheDeadlineOnlyWhenItComesFirst() {
        ring(alarm(WAIT.minusMillis(1)));
        await().untilAsserted(() -> assertThat(rung).containsExactly("deadline"));

        ring(alarm(WAIT));
        await().untilAsserted(() -> assertThat(rung).containsExactly("deadline", "timeout"));

        ring(alarm(WAIT.plusMillis(1)));
        await().untilAsserted(() -> assertThat(rung).containsExactly("deadline", "timeout", "timeout"));
    }

    @Test
    void shouldRingAtOnceWhenTheDeadlineHasPassed() {
        ring(alarm(Duration.ofMillis(-1)));

        await().untilAsserted(() -> assertThat(rung).containsExactly("deadline"));
    }

    @Test
    void shouldBeInTimeBeforeTheDeadlineOnly() {
        assertThat(alarm(WAIT.plusMillis(1)).isInTime(WAIT)).isTrue();
        assertThat(alarm(WAIT).isInTime(WAIT)).isFalse();
        assertThat(alarm(WAIT.minusMillis(1)).isInTime(WAIT)).isFalse();
    }

    @Test
    void shouldForgetWhatWasSetBefore() {
        timer.setRemoveOnCancelPolicy(true);
        var alarm = alarm(Duration.ofHours(2));
        alarm.set(Duration.ofHours(1), () -> rung.add("first"));

        alarm.set(Duration.ofHours(1), () -> rung.add("second"));
        assertThat(timer.getQueue()).hasSize(1);

        alarm.cancel();
        assertThat(timer.getQueue()).isEmpty();
    }

    /** Whose deadline is so far from now. */
    private Alarm alarm(Duration deadline) {
        return new Alarm(timer, Clock.fixed(NOW, ZoneOffset.UTC), NOW.plus(deadline));
    }

    private void ring(Alarm alarm) {
        alarm.set(WAIT, () -> rung.add("timeout"), () -> rung.add("deadline"));
    }
}
