package io.millrace.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Further tries, time-outs and cancelling. */
@Timeout(60)
final class OpenAiPatienceTest {

    @RegisterExtension
    final ScriptedEngine engine = new ScriptedEngine();

    @Test
    void shouldTryAgainAfterServerErrorBeforeTheFirstToken() throws Exception {
        engine.server().script((request, reply) -> {
            if (request.number() < 3) {
                reply.refuse(503, "loading");
            } else {
                reply.words("at last").done();
            }
        });

        engine.call();

        assertThat(engine.listener().awaitTerminal().text()).isEqualTo("at last");
        assertThat(engine.server().requests()).hasSize(3);
    }

    @Test
    void shouldNotTakeTheEndOfOneTryForThatOfTheNext() throws Exception {
        engine.server().script((request, reply) -> {
            if (request.number() == 1) {
                reply.open().finish().breakOff();
            } else {
                reply.words("half an").close();
            }
        });

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("STREAM_BROKEN");
        assertThat(engine.server().requests()).hasSize(2);
    }

    @Test
    void shouldGiveUpWhenTriesAreUsedUp() throws Exception {
        engine.server().script((request, reply) -> reply.refuse(500, "broken for good"));

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("ENGINE_ERROR");
        assertThat(engine.listener().failure().message()).contains("500", "broken for good");
        assertThat(engine.server().requests()).hasSize(3);
    }

    @Test
    void shouldReadNoMoreOfARefusalThanItsLimit() throws Exception {
        engine.server().script((request, reply) -> reply.refuse(400, "x".repeat(4 * 1024 * 1024)));

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("ENGINE_REJECTED");
        assertThat(engine.listener().failure().message()).contains("400", "more than 65536 bytes");
    }

    @Test
    void shouldWaitAsLongAsAnOverloadedServerAsks() throws Exception {
        engine.server().script((request, reply) -> {
            if (request.number() == 1) {
                reply.header("Retry-After", "1").refuse(429, "busy");
            } else {
                reply.words("free").done();
            }
        });
        var before = System.nanoTime();

        engine.call();

        assertThat(engine.listener().awaitTerminal().text()).isEqualTo("free");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNotWaitBeyondTheDeadline() throws Exception {
        engine.server()
                .script((request, reply) -> reply.header("Retry-After", "30").refuse(429, "busy"));

        engine.call(Map.of(), Instant.now().plusSeconds(5));

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("ENGINE_OVERLOADED");
        assertThat(engine.listener().failure().retryable()).isTrue();
    }

    @Test
    void shouldNotTryAgainWhatTheServerRejects() throws Exception {
        for (int status : List.of(400, 401, 403, 404)) {
            var heard = new RecordingListener();
            engine.server().script((request, reply) -> reply.refuse(status, "no such thing"));

            engine.start(Map.of(), Instant.MAX, heard);

            assertThat(heard.awaitTerminal().failure().code()).isEqualTo("ENGINE_REJECTED");
            assertThat(heard.failure().retryable()).isFalse();
            assertThat(heard.failure().message()).contains(String.valueOf(status), "no such thing");
        }
        assertThat(engine.server().requests()).hasSize(4);
    }

    @Test
    void shouldFailWhenNobodyListens() throws Exception {
        // Given
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        engine.set("engine.url", "http://127.0.0.1:" + port);

        // When
        engine.call();
        engine.listener().awaitTerminal();

        // Then
        assertThat(engine.listener().failure().code()).isEqualTo("ENGINE_UNREACHABLE");
        assertThat(engine.listener().failure().retryable()).isTrue();
    }

    @Test
    void shouldTimeOutBeforeTheFirstToken() throws Exception {
        engine.set("engine.first.token.timeout.ms", "100");
        engine.server().script((request, reply) -> reply.hang());

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("ENGINE_TIMEOUT");
    }

    @Test
    void shouldTimeOutBetweenTokens() throws Exception {
        engine.set("engine.token.timeout.ms", "100");
        engine.server().script((request, reply) -> reply.token("and then").hang());

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("ENGINE_TIMEOUT");
        assertThat(engine.listener().text()).isEqualTo("and then");
    }

    @Test
    void shouldNotCountTheTimeThatTheListenerTakes() throws Exception {
        // Given
        engine.set("engine.token.timeout.ms", "200");
        engine.server().script((request, reply) -> reply.words("slowly taken").done());
        var other = new RecordingListener();
        var slow = new RecordingListener().takingItsTime(() -> awaitTimeout(other));

        // When
        engine.start(Map.of(), Instant.MAX, slow);

        // Then
        assertThat(slow.awaitTerminal().text()).isEqualTo("slowly taken");
        assertThat(other.failure().code()).isEqualTo("ENGINE_TIMEOUT");
    }

    /** Another call, begun and timed out meanwhile: the timer is not held up either. */
    private void awaitTimeout(RecordingListener other) {
        if (other.terminals() == 0) {
            engine.server().script((request, reply) -> reply.token("and then").hang());
            engine.start(Map.of(), Instant.MAX, other);
            await().until(() -> other.terminals() == 1);
        }
    }

    @Test
    void shouldEndAtTheDeadlineThoughTokensCome() throws Exception {
        engine.server().script((request, reply) -> {
            while (true) {
                reply.token("on and ").pause(Duration.ofMillis(5));
            }
        });

        engine.call(Map.of(), Instant.now().plusMillis(300));

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("DEADLINE");
        assertThat(engine.listener().text()).startsWith("on and ");
    }

    @Test
    void shouldCloseTheConnectionWhenCancelledBeforeTheFirstToken() throws Exception {
        // Given
        var waiting = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        engine.server().script((request, reply) -> {
            reply.open();
            waiting.countDown();
            reply.awaitClientGone();
            gone.countDown();
        });
        var call = engine.call();
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        call.cancel();

        // Then
        assertThat(engine.listener().failure().code()).isEqualTo("CANCELLED");
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(engine.listener().text()).isEmpty();
    }

    @Test
    void shouldDeliverNothingAfterCancel() throws Exception {
        // Given
        engine.server().script((request, reply) -> {
            while (true) {
                reply.token("x");
            }
        });
        var call = engine.call();
        await().until(() -> engine.listener().text().length() > 100);

        // When
        call.cancel();

        // Then
        int length = engine.listener().text().length();
        call.cancel();
        await().during(Duration.ofMillis(50))
                .until(() -> engine.listener().text().length() == length);
        assertThat(engine.listener().terminals()).isEqualTo(1);
        assertThat(engine.listener().failure().usage().completionTokens()).isEqualTo(length);
    }

    @Test
    void shouldCancelWhileWaitingForTheNextTry() throws Exception {
        // Given
        engine.server()
                .script((request, reply) -> reply.header("Retry-After", "30").refuse(429, "busy"));
        var call = engine.call();
        await().until(() -> engine.server().requests().size() == 1);

        // When
        call.cancel();

        // Then
        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("CANCELLED");
    }

    @Test
    void shouldAbortAllCallsWhenClosed() throws Exception {
        engine.server().script((request, reply) -> reply.hang());
        engine.call();

        engine.stop();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("CANCELLED");
    }
}
