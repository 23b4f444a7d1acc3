package io.millrace.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private final Clock clock = new Clock();

    /** Time that passes when it is told to. */
    private static final class Clock implements TimeMeter {
        private long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    @Test
    void shouldLetEachCallerAskSoOftenAndTellWhenAgain() {
        var limits = new RateLimits(10, 0, clock);
        for (int i = 0; i < 10; i++) {
            limits.take("alice");
        }

        assertThatThrownBy(() -> limits.take("alice")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem()).isEqualTo(Problem.RATE_LIMITED);
            // A tenth of a second fills one.
            assertThat(e.retryAfter()).hasValue(Duration.ofMillis(100));
        });
        limits.take("bob");
        clock.nanos += Duration.ofMillis(100).toNanos();
        limits.take("alice");
        assertThatThrownBy(() -> limits.take("alice")).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldAllowABurst() {
        var limits = new RateLimits(1, 50, clock);
        for (int i = 0; i < 50; i++) {
            limits.take("alice");
        }

        assertThatThrownBy(() -> limits.take("alice")).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldNotLimitWithoutALimit() {
        var limits = new RateLimits(0, 0, clock);
        for (int i = 0; i < 10_000; i++) {
            limits.take("alice");
        }
    }
}
