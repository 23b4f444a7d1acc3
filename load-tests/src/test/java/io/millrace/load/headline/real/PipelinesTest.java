package io.millrace.load.headline.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineProvider;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.avro.tokens.Message;
import io.millrace.load.headline.Answer;
import io.millrace.load.headline.Mode;
import io.millrace.load.headline.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The prompts of the plans as the simulated engine counts them, beside the sizes of the experiment. */
class PipelinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLAIM = "abcdef01-0 ".repeat(7);
    private static final String EVIDENCE = "e".repeat(Prompts.EVIDENCE_TOKENS * 4);

    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("simulated"))
                .findFirst()
                .orElseThrow()
                .create(RawSettings.of(Map.of()));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskWithPromptsAsLongAsPrescribed(Mode mode) throws Exception {
        var found = Map.of("claim", CLAIM, "evidence", List.of(EVIDENCE, EVIDENCE));

        assertThat(read(mode, "answer", Map.of("question", Prompts.question("s1-17", new Answer(15, 1, 1)))))
                .isEqualTo(120 + 13);
        assertThat(read(mode, "queries", Map.of("claim", CLAIM))).isEqualTo(302 + 14);
        assertThat(read(
                        mode,
                        "verify",
                        Map.of("claim", CLAIM, "evidence", List.of(EVIDENCE, EVIDENCE), "found", found)))
                .isEqualTo(150 + 600);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeWhatASearchOverHttpFinds(Mode mode) {
        var stage = Pipelines.of(mode, Pipelines.Found.OBJECT)
                .plan(Set.of(Pipelines.ENGINE), Set.of(Pipelines.SEARCH))
                .find("found_text")
                .orElseThrow();

        var text = Objects.requireNonNull(stage.work().template()).render(Map.of("hit", Map.of("text", EVIDENCE)));

        assertThat(text).isEqualTo(EVIDENCE);
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveTheClaimsOfAllSentencesWritten(Mode mode) throws Exception {
        var answer = new Answer(34, 3, 3);
        var text = write(mode, "answer", Map.of("question", Prompts.question("s1-18", answer))).text;

        int claims = 0;
        for (int i = 0; i < answer.sentences(); i++) {
            var sentences = text.strip().split("(?<=\\.) ");
            var soFar = String.join(" ", List.of(sentences).subList(0, i + 1));
            var written = write(mode, "claims", Map.of("answer", text, "sentence_so_far", soFar));
            claims += JSON.readTree(written.text).size();
            int length = mode == Mode.STREAM ? soFar.length() : text.length();
            assertThat(written.usage.promptTokens()).isEqualTo(577 + (length + 3) / 4);
        }

        assertThat(claims).isEqualTo(mode == Mode.STREAM ? 3 : 3 * 3);
    }

    @Test
    void shouldLeaveRoomForEveryAnswerInAQuestion() {
        assertThat(Workload.answers())
                .allSatisfy(answer -> assertThat(Prompts.question("s1kq7c0zv8x2-123456", answer))
                        .hasSize(80));
    }

    private static int read(Mode mode, String stage, Map<String, Object> values) throws Exception {
        return (int) write(mode, stage, values).usage.promptTokens();
    }

    private static Written write(Mode mode, String name, Map<String, Object> values) throws Exception {
        var plan = Pipelines.of(mode).plan(Set.of(Pipelines.ENGINE), Set.of(Pipelines.SEARCH));
        var stage = plan.find(name).orElseThrow();
        var system = Objects.requireNonNull(stage.work().system()).render(values);
        var user = Objects.requireNonNull(stage.work().template()).render(values);
        var heard = new CompletableFuture<Written>();
        engine.start(
                new EngineRequest(
                        "call",
                        List.of(new Message("system", system), new Message("user", user)),
                        JsonNodeFactory.instance.objectNode(),
                        Map.of(),
                        Instant.MAX),
                new Hearing(heard));
        return heard.get(30, TimeUnit.SECONDS);
    }

    private record Written(String text, TokenUsage usage) {}

    private static final class Hearing implements EngineListener {

        private final CompletableFuture<Written> heard;
        private final StringBuilder text = new StringBuilder();

        Hearing(CompletableFuture<Written> heard) {
            this.heard = heard;
        }

        @Override
        public void text(String fragment) {
            text.append(fragment);
        }

        @Override
        public void end(TokenUsage usage, FinishReason reason) {
            heard.complete(new Written(text.toString(), usage));
        }

        @Override
        public void fail(EngineFailure failure) {
            heard.completeExceptionally(new IllegalStateException(failure.code() + ": " + failure.message()));
        }
    }
}
