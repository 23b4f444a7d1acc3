package io.millrace.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OutageBackoffTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final OutageBackoff backoff = new OutageBackoff(Duration.ofMillis(100), Duration.ofMillis(350), clock);

    @Test
    void shouldDoubleUpToTheLongestPause() {
        assertThat(backoff.failed()).hasMillis(100);
        assertThat(backoff.failed()).hasMillis(200);
        assertThat(backoff.failed()).hasMillis(350);
        assertThat(backoff.failed()).hasMillis(350);
    }

    @Test
    void shouldNotForgetAtTheEndOfTheQuietTime() {
        backoff.failed();
        now.set(Instant.EPOCH.plusMillis(700));

        assertThat(backoff.failed()).hasMillis(200);
    }

    @Test
    void shouldBeginAgainAfterTheQuietTime() {
        backoff.failed();
        now.set(Instant.EPOCH.plusMillis(701));

        assertThat(backoff.failed()).hasMillis(100);
    }
}
