package io.millrace.engines.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.TokenUsage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the engine does its tasks, fails and ends. */
class LocalEngineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private LocalEngineFixture engine;

    @BeforeEach
    void makeEngine() {
        engine = new LocalEngineFixture(directory);
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void shouldStreamWordByWordAndCountWords() throws Exception {
        engine.library().with("a.txt", "Tickets cost 4 crowns.").index();

        var answer = engine.ask("What do tickets cost?");

        assertThat(answer.usage()).isEqualTo(new TokenUsage(4, 0, 4));
        assertThat(answer.fragments()).containsExactly("Tickets", " cost", " 4", " crowns.");
    }

    @Test
    void shouldListClaimsAsJson() throws Exception {
        var text = engine.call(
                        "claims", "{\"sentence\": \"The \\\"old\\\" oven was replaced, and the chimney is sound.\"}")
                .text();

        assertThat(JSON.readTree(text))
                .isEqualTo(JSON.readTree("[\"The \\\"old\\\" oven was replaced.\", \"The chimney is sound.\"]"));
    }

    @Test
    void shouldSearchForTheClaim() throws Exception {
        assertThat(engine.call("queries", "{\"claim\": \"The chimney is sound.\"}")
                        .text())
                .isEqualTo("The chimney is sound.");
    }

    @Test
    void shouldVerifyOverEvidence() throws Exception {
        var evidence =
                "[{\"id\":\"a#0\",\"title\":\"Oven\",\"source\":\"a.md\",\"text\":\"The chimney is sound.\",\"score\":0.9}]";

        var verdict = JSON.readTree(
                engine.call("verify", "{\"claim\": \"The chimney is sound.\", \"evidence\": " + evidence + "}")
                        .text());

        assertThat(verdict)
                .isEqualTo(JSON.readTree(
                        "{\"verdict\":\"grounded\",\"score\":1.0,\"citation\":{\"id\":\"a#0\",\"title\":\"Oven\","
                                + "\"source\":\"a.md\",\"text\":\"The chimney is sound.\"}}"));
    }

    @ParameterizedTest
    @CsvSource({"translate, UNKNOWN_TASK", "answer, BAD_INPUT", "claims, BAD_INPUT", "verify, BAD_INPUT"})
    void shouldRefuseWhatItCannotDo(String task, String code) throws Exception {
        var failure = engine.call(task, "{\"evidence\": 5}").failure();

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void shouldSayHowToMakeAMissingIndex() throws Exception {
        var failure = engine.ask("What do tickets cost?").failure();

        assertThat(failure.code()).isEqualTo("INDEX_MISSING");
        assertThat(failure.message()).contains("millrace index DIR");
    }

    @Test
    void shouldNotBeginPastTheDeadline() throws Exception {
        engine.library().with("a.txt", "Tickets cost 4 crowns.").index();
        var answer = new Answer();

        engine.start(
                "answer",
                "{\"question\": \"What do tickets cost?\"}",
                Instant.now().minusMillis(1),
                answer);

        assertThat(answer.failure().code()).isEqualTo("DEADLINE");
        assertThat(answer.fragments()).isEmpty();
    }

    @Test
    void shouldStopInMidAnswerWhenCancelled() throws Exception {
        engine.library().withSamples().index();
        var started = new CompletableFuture<EngineCall>();
        var second = new AtomicInteger();
        var answer = new Answer(fragment -> {
            if (second.incrementAndGet() == 2) {
                started.join().cancel();
            }
        });

        started.complete(engine.start("answer", "{\"question\": \"How hot is the oven?\"}", Instant.MAX, answer));

        assertThat(answer.failure().code()).isEqualTo("CANCELLED");
        assertThat(answer.failure().usage().completionTokens()).isEqualTo(2);
        assertThat(answer.fragments()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldFailOnceHoweverOftenItIsCancelled(int times) throws Exception {
        engine.library().withSamples().index();
        var answer = new Answer();
        var call = engine.start("answer", "{\"question\": \"How hot is the oven?\"}", Instant.MAX, answer);

        for (int i = 0; i < times; i++) {
            call.cancel();
        }
        int heard = answer.fragments().size();
        engine.close();

        assertThat(answer.outcomes()).hasSize(1);
        assertThat(answer.fragments()).hasSize(heard);
    }

    @Test
    void shouldAbortWhatRunsWhenClosed() throws Exception {
        var blocked = new ArrayList<Answer>();
        engine.library().withSamples().index();
        for (int i = 0; i < 50; i++) {
            blocked.add(engine.ask("What does one need to know about bees in winter?"));
        }

        engine.close();

        for (var answer : blocked) {
            answer.outcome();
            assertThat(answer.outcomes()).hasSize(1);
        }
    }
}
