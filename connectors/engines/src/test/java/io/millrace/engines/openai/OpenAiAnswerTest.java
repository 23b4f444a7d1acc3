package io.millrace.engines.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes through of an answer, whole or broken. */
@Timeout(60)
final class OpenAiAnswerTest {

    @RegisterExtension
    final ScriptedEngine engine = new ScriptedEngine();

    @Test
    void shouldStreamAnswerTokenByToken() throws Exception {
        engine.call();

        assertThat(engine.listener().awaitTerminal().fragments())
                .containsExactly("Streams ", "flow ", "to ", "the ", "sea.");
        assertThat(engine.listener().usage()).isEqualTo(new TokenUsage(10, 0, 5));
    }

    @Test
    void shouldDeliverTextWhileTheEngineStillWrites() throws Exception {
        // Given
        var more = new CountDownLatch(1);
        engine.server()
                .script((request, reply) ->
                        reply.token("first ").await(more).token("second").done(3, 2, 9));

        // When
        engine.call();

        // Then
        await().untilAsserted(() -> assertThat(engine.listener().text()).isEqualTo("first "));
        more.countDown();
        assertThat(engine.listener().awaitTerminal().text()).isEqualTo("first second");
        assertThat(engine.listener().usage()).isEqualTo(new TokenUsage(3, 2, 9));
    }

    @Test
    void shouldHandOnPenaltiesAndStops() throws Exception {
        engine.call(
                Map.of("presence_penalty", "1", "frequency_penalty", "-0.5", "stop", "[\"END\",\"\\n\"]"), Instant.MAX);

        engine.listener().awaitTerminal();
        var body = engine.server().requests().get(0).body();
        assertThat(body.path("presence_penalty").asDouble()).isEqualTo(1);
        assertThat(body.path("frequency_penalty").asDouble()).isEqualTo(-0.5);
        assertThat(body.path("stop").get(0).asText()).isEqualTo("END");
        assertThat(body.path("stop").get(1).asText()).isEqualTo("\n");
    }

    @Test
    void shouldAskForWhatTheStageAsks() throws Exception {
        engine.call(Map.of("model", "large", "temperature", "0.5", "max_tokens", "64"), Instant.MAX);

        engine.listener().awaitTerminal();
        var body = engine.server().requests().get(0).body();
        assertThat(body.path("model").asText()).isEqualTo("large");
        assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(body.path("max_tokens").asInt()).isEqualTo(64);
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(body.path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(body.path("messages").path(1).path("content").asText()).isEqualTo("What do streams do?");
    }

    @Test
    void shouldLeaveTheTurnOfTheAssistantOpenBehindATextToGoOnWith() throws Exception {
        engine.callToGoOnWith("Streams flow ");

        engine.listener().awaitTerminal();
        var body = engine.server().requests().get(0).body();
        assertThat(body.path("messages").path(2).path("role").asText()).isEqualTo("assistant");
        assertThat(body.path("messages").path(2).path("content").asText()).isEqualTo("Streams flow ");
        assertThat(body.path("continue_final_message").asBoolean()).isTrue();
        assertThat(body.path("add_generation_prompt").asBoolean(true)).isFalse();
    }

    @Test
    void shouldSendKeyFromFile(@TempDir Path directory) throws Exception {
        // Given
        var file = Files.writeString(directory.resolve("key"), "secret\n");
        engine.set("engine.api.key.file", file.toString());

        // When
        engine.call();
        engine.listener().awaitTerminal();

        // Then
        assertThat(engine.server().requests().get(0).headers()).containsEntry("authorization", "Bearer secret");
        assertThat(OpenAiSettings.of(engine.settings()).toString()).doesNotContain("secret");
    }

    @Test
    void shouldRefuseParameterThatIsNoNumber() throws Exception {
        engine.call(Map.of("temperature", "warm"), Instant.MAX);

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("INVALID_INPUT");
        assertThat(engine.listener().failure().retryable()).isFalse();
    }

    @Test
    void shouldEstimateUsageWhenTheServerReportsNone() throws Exception {
        engine.server()
                .script((request, reply) -> reply.token("a").token("b").finish().doneWithoutUsage());

        engine.call();

        // 27 characters of prompt, four to a token.
        assertThat(engine.listener().awaitTerminal().usage()).isEqualTo(new TokenUsage(7, 0, 2));
    }

    @Test
    void shouldEndWhenTheServerClosesAfterFinishingWithoutDone() throws Exception {
        engine.server().script((request, reply) -> reply.token("a").finish().close());

        engine.call();

        assertThat(engine.listener().awaitTerminal().usage().completionTokens()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"stop, STOP", "length, LENGTH", "content_filter, CONTENT_FILTER", "eos_token, STOP"})
    void shouldTellWhyTheModelStopped(String word, FinishReason reason) throws Exception {
        engine.server().script((request, reply) -> reply.token("a").finish(word).doneWithoutUsage());

        engine.call();

        assertThat(engine.listener().awaitTerminal().finished()).isEqualTo(reason);
    }

    @Test
    void shouldTakeAnAnswerForWholeWhoseEndHasNoReason() throws Exception {
        engine.server().script((request, reply) -> reply.token("a").doneWithoutUsage());

        engine.call();

        assertThat(engine.listener().awaitTerminal().finished()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void shouldKeepTextOfStreamThatBreaksOff() throws Exception {
        engine.server()
                .script((request, reply) ->
                        reply.token("half an ").token("answer").breakOff());

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("STREAM_BROKEN");
        assertThat(engine.listener().failure().retryable()).isTrue();
        assertThat(engine.listener().failure().usage().completionTokens()).isEqualTo(2);
        assertThat(engine.listener().text()).isEqualTo("half an answer");
        assertThat(engine.server().requests()).hasSize(1);
    }

    @Test
    void shouldCallItBrokenWhenTheStreamEndsInOrderWithoutFinishing() throws Exception {
        engine.server().script((request, reply) -> reply.token("half").close());

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("STREAM_BROKEN");
        assertThat(engine.listener().text()).isEqualTo("half");
    }

    @Test
    void shouldKeepTextBeforeMalformedStream() throws Exception {
        engine.server()
                .script((request, reply) -> reply.token("good ")
                        .data("{\"choices\": [")
                        .token("bad")
                        .done());

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("MALFORMED_STREAM");
        assertThat(engine.listener().text()).isEqualTo("good ");
    }

    @Test
    void shouldFailOnErrorReportedInMidStream() throws Exception {
        engine.server()
                .script((request, reply) -> reply.token("good ")
                        .data("{\"error\": {\"message\": \"out of memory\"}}")
                        .close());

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("ENGINE_ERROR");
        assertThat(engine.listener().failure().message()).contains("out of memory");
    }

    @Test
    void shouldFailOnEventWithoutEnd() throws Exception {
        var endless = "x".repeat(2 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);
        engine.server()
                .script((request, reply) -> reply.token("good ").raw(endless).hang());

        engine.call();

        assertThat(engine.listener().awaitTerminal().failure().code()).isEqualTo("MALFORMED_STREAM");
    }
}
