package io.millrace.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Message;
import io.millrace.testkit.engine.Script;
import io.millrace.testkit.engine.ScriptedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class OpenAiEngineTest {

    private final RecordingListener listener = new RecordingListener();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "engine.model", "small",
            "engine.retries", "2",
            "engine.retry.backoff.ms", "5",
            "engine.first.token.timeout.ms", "20000",
            "engine.token.timeout.ms", "20000"));
    private ScriptedServer server;
    private Engine engine;

    @BeforeEach
    void startServer() throws IOException {
        server = ScriptedServer.start(Script.saying("Streams flow to the sea."));
        settings.put("engine.url", server.url());
        engine = new OpenAiProvider().create(RawSettings.of(settings));
    }

    @AfterEach
    void stopServer() {
        engine.close();
        server.close();
    }

    @Test
    void shouldStreamAnswerTokenByToken() throws Exception {
        call();

        assertThat(listener.awaitTerminal().fragments()).containsExactly("Streams ", "flow ", "to ", "the ", "sea.");
        assertThat(listener.usage()).isEqualTo(new TokenUsage(10, 0, 5));
    }

    @Test
    void shouldDeliverTextWhileTheEngineStillWrites() throws Exception {
        // Given
        var more = new CountDownLatch(1);
        server.script((request, reply) ->
                reply.token("first ").await(more).token("second").done(3, 2, 9));

        // When
        call();

        // Then
        await().untilAsserted(() -> assertThat(listener.text()).isEqualTo("first "));
        more.countDown();
        assertThat(listener.awaitTerminal().text()).isEqualTo("first second");
        assertThat(listener.usage()).isEqualTo(new TokenUsage(3, 2, 9));
    }

    @Test
    void shouldAskForWhatTheStageAsks() throws Exception {
        call(Map.of("model", "large", "temperature", "0.5", "max_tokens", "64"), Instant.MAX);

        listener.awaitTerminal();
        var body = server.requests().get(0).body();
        assertThat(body.path("model").asText()).isEqualTo("large");
        assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(body.path("max_tokens").asInt()).isEqualTo(64);
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(body.path("messages").path(1).path("content").asText()).isEqualTo("What do streams do?");
    }

    @Test
    void shouldSendKeyFromFile(@TempDir Path directory) throws Exception {
        // Given
        var file = Files.writeString(directory.resolve("key"), "secret\n");
        settings.put("engine.api.key.file", file.toString());

        // When
        try (var keyed = new OpenAiProvider().create(RawSettings.of(settings))) {
            keyed.start(request(Map.of(), Instant.MAX), listener);
            listener.awaitTerminal();
        }

        // Then
        assertThat(server.requests().get(0).headers()).containsEntry("authorization", "Bearer secret");
        assertThat(OpenAiSettings.of(RawSettings.of(settings)).toString()).doesNotContain("secret");
    }

    @Test
    void shouldRefuseParameterThatIsNoNumber() throws Exception {
        call(Map.of("temperature", "warm"), Instant.MAX);

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("INVALID_INPUT");
        assertThat(listener.failure().retryable()).isFalse();
    }

    @Test
    void shouldEstimateUsageWhenTheServerReportsNone() throws Exception {
        server.script((request, reply) -> reply.token("a").token("b").finish().doneWithoutUsage());

        call();

        // 27 characters of prompt, four to a token.
        assertThat(listener.awaitTerminal().usage()).isEqualTo(new TokenUsage(7, 0, 2));
    }

    @Test
    void shouldEndWhenTheServerClosesAfterFinishingWithoutDone() throws Exception {
        server.script((request, reply) -> reply.token("a").finish().close());

        call();

        assertThat(listener.awaitTerminal().usage().completionTokens()).isEqualTo(1);
    }

    @Test
    void shouldKeepTextOfStreamThatBreaksOff() throws Exception {
        server.script(
                (request, reply) -> reply.token("half an ").token("answer").breakOff());

        call();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("STREAM_BROKEN");
        assertThat(listener.failure().retryable()).isTrue();
        assertThat(listener.failure().usage().completionTokens()).isEqualTo(2);
        assertThat(listener.text()).isEqualTo("half an answer");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldCallItBrokenWhenTheStreamEndsInOrderWithoutFinishing() throws Exception {
        server.script((request, reply) -> reply.token("half").close());

        call();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("STREAM_BROKEN");
        assertThat(listener.text()).isEqualTo("half");
    }

    @Test
    void shouldKeepTextBeforeMalformedStream() throws Exception {
        server.script((request, reply) ->
                reply.token("good ").data("{\"choices\": [").token("bad").done());

        call();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("MALFORMED_STREAM");
        assertThat(listener.text()).isEqualTo("good ");
    }

    @Test
    void shouldFailOnErrorReportedInMidStream() throws Exception {
        server.script((request, reply) -> reply.token("good ")
                .data("{\"error\": {\"message\": \"out of memory\"}}")
                .close());

        call();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("ENGINE_ERROR");
        assertThat(listener.failure().message()).contains("out of memory");
    }

    @Test
    void shouldFailOnEventWithoutEnd() throws Exception {
        var endless = "x".repeat(2 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);
        server.script((request, reply) -> reply.token("good ").raw(endless).hang());

        call();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("MALFORMED_STREAM");
    }

    @Test
    void shouldTryAgainAfterServerErrorBeforeTheFirstToken() throws Exception {
        server.script((request, reply) -> {
            if (request.number() < 3) {
                reply.refuse(503, "loading");
            } else {
                reply.words("at last").done();
            }
        });

        call();

        assertThat(listener.awaitTerminal().text()).isEqualTo("at last");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void shouldGiveUpWhenTriesAreUsedUp() throws Exception {
        server.script((request, reply) -> reply.refuse(500, "broken for good"));

        call();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("ENGINE_ERROR");
        assertThat(listener.failure().message()).contains("500", "broken for good");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void shouldWaitAsLongAsAnOverloadedServerAsks() throws Exception {
        server.script((request, reply) -> {
            if (request.number() == 1) {
                reply.header("Retry-After", "1").refuse(429, "busy");
            } else {
                reply.words("free").done();
            }
        });
        var before = System.nanoTime();

        call();

        assertThat(listener.awaitTerminal().text()).isEqualTo("free");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNotWaitBeyondTheDeadline() throws Exception {
        server.script((request, reply) -> reply.header("Retry-After", "30").refuse(429, "busy"));

        call(Map.of(), Instant.now().plusSeconds(5));

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("ENGINE_OVERLOADED");
        assertThat(listener.failure().retryable()).isTrue();
    }

    @Test
    void shouldNotTryAgainWhatTheServerRejects() throws Exception {
        for (int status : List.of(400, 401, 403, 404)) {
            var heard = new RecordingListener();
            server.script((request, reply) -> reply.refuse(status, "no such thing"));

            engine.start(request(Map.of(), Instant.MAX), heard);

            assertThat(heard.awaitTerminal().failure().code()).isEqualTo("ENGINE_REJECTED");
            assertThat(heard.failure().retryable()).isFalse();
            assertThat(heard.failure().message()).contains(String.valueOf(status), "no such thing");
        }
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void shouldFailWhenNobodyListens() throws Exception {
        // Given
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        settings.put("engine.url", "http://127.0.0.1:" + port);

        // When
        try (var lonely = new OpenAiProvider().create(RawSettings.of(settings))) {
            lonely.start(request(Map.of(), Instant.MAX), listener);
            listener.awaitTerminal();
        }

        // Then
        assertThat(listener.failure().code()).isEqualTo("ENGINE_UNREACHABLE");
        assertThat(listener.failure().retryable()).isTrue();
    }

    @Test
    void shouldTimeOutBeforeTheFirstToken() throws Exception {
        settings.put("engine.first.token.timeout.ms", "100");
        server.script((request, reply) -> reply.hang());

        callWithOwnSettings();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("ENGINE_TIMEOUT");
    }

    @Test
    void shouldTimeOutBetweenTokens() throws Exception {
        settings.put("engine.token.timeout.ms", "100");
        server.script((request, reply) -> reply.token("and then").hang());

        callWithOwnSettings();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("ENGINE_TIMEOUT");
        assertThat(listener.text()).isEqualTo("and then");
    }

    @Test
    void shouldEndAtTheDeadlineThoughTokensCome() throws Exception {
        server.script((request, reply) -> {
            while (true) {
                reply.token("on and ").pause(Duration.ofMillis(5));
            }
        });

        call(Map.of(), Instant.now().plusMillis(300));

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("DEADLINE");
        assertThat(listener.text()).startsWith("on and ");
    }

    @Test
    void shouldCloseTheConnectionWhenCancelledBeforeTheFirstToken() throws Exception {
        // Given
        var waiting = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        server.script((request, reply) -> {
            reply.open();
            waiting.countDown();
            reply.awaitClientGone();
            gone.countDown();
        });
        var call = call();
        assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();

        // When
        call.cancel();

        // Then
        assertThat(listener.failure().code()).isEqualTo("CANCELLED");
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(listener.text()).isEmpty();
    }

    @Test
    void shouldDeliverNothingAfterCancel() throws Exception {
        // Given
        server.script((request, reply) -> {
            while (true) {
                reply.token("x");
            }
        });
        var call = call();
        await().until(() -> listener.text().length() > 100);

        // When
        call.cancel();

        // Then
        int length = listener.text().length();
        call.cancel();
        await().during(Duration.ofMillis(50)).until(() -> listener.text().length() == length);
        assertThat(listener.terminals()).isEqualTo(1);
        assertThat(listener.failure().usage().completionTokens()).isEqualTo(length);
    }

    @Test
    void shouldCancelWhileWaitingForTheNextTry() throws Exception {
        // Given
        server.script((request, reply) -> reply.header("Retry-After", "30").refuse(429, "busy"));
        var call = call();
        await().until(() -> server.requests().size() == 1);

        // When
        call.cancel();

        // Then
        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("CANCELLED");
    }

    @Test
    void shouldAbortAllCallsWhenClosed() throws Exception {
        server.script((request, reply) -> reply.hang());
        call();

        engine.close();

        assertThat(listener.awaitTerminal().failure().code()).isEqualTo("CANCELLED");
    }

    private EngineCall call() {
        return call(Map.of(), Instant.MAX);
    }

    private EngineCall call(Map<String, String> parameters, Instant deadline) {
        return engine.start(request(parameters, deadline), listener);
    }

    private void callWithOwnSettings() {
        engine.close();
        engine = new OpenAiProvider().create(RawSettings.of(settings));
        call();
    }

    private static EngineRequest request(Map<String, String> parameters, Instant deadline) {
        var messages = List.of(new Message("system", "Be short"), new Message("user", "What do streams do?"));
        return new EngineRequest("call-1", messages, JsonNodeFactory.instance.objectNode(), parameters, deadline);
    }
}
