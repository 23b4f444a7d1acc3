package io.millrace.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.http.ServerEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingNoticeTest {

    private static final Optional<ServerEvent> EVENT = Optional.of(new ServerEvent("0:1", "record", "{}"));

    @Test
    void shouldBeGivenOnceHoweverOftenOneWaits() throws Exception {
        var given = new CountDownLatch(1);
        var count = new AtomicInteger();
        Runnable tell = () -> {
            count.incrementAndGet();
            given.countDown();
        };
        try (var notice = new WaitingNotice(Duration.ZERO, tell)) {
            for (var wait = 0; wait < 3; wait++) {
                notice.during(() -> {
                    assertThat(await(given)).isTrue();
                    return EVENT;
                });
            }
        }

        assertThat(count).hasValue(1);
    }

    @Test
    void shouldNotBeGivenWhileEventsCome() throws Exception {
        var count = new AtomicInteger();
        try (var notice = new WaitingNotice(Duration.ofHours(1), count::incrementAndGet)) {
            assertThat(notice.during(() -> EVENT)).isEqualTo(EVENT);
        }

        assertThat(count).hasValue(0);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
