package io.millrace.engines.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.index.Library;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineProvider;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEngineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private Library library;
    private Engine engine;

    @BeforeEach
    void findEngine() {
        library = new Library(directory);
        engine = ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("local"))
                .findFirst()
                .orElseThrow()
                .create(library.settings());
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void shouldAnswerWithTheSentencesThatSayIt() throws Exception {
        library.withSamples().index();

        assertThat(ask("How often does the lamp of the lighthouse flash?").text())
                .contains("The lamp flashes three times every 20 seconds.")
                .doesNotContain("bees");
    }

    @Test
    void shouldAnswerInReadingOrder() throws Exception {
        library.with(
                        "a.md",
                        "# Wheel\n\nThe wheel is oiled first. The wheel is turned next. The wheel is stopped last.")
                .index();

        assertThat(ask("What is said about Wheel?").text())
                .isEqualTo("The wheel is oiled first. The wheel is turned next. The wheel is stopped last.");
    }

    @Test
    void shouldRatherReadOutASentenceThanARow() throws Exception {
        library.with(
                        "a.md",
                        "# Harbour\n\nThe lamp of the lighthouse flashes three times.\n\n"
                                + "| what | how often |\n|---|---|\n| the lamp of the lighthouse flashes | three times |\n")
                .index();

        assertThat(ask("How often does the lamp of the lighthouse flash?").text())
                .isEqualTo("The lamp of the lighthouse flashes three times.");
    }

    @Test
    void shouldReadOutARowWhereNoSentenceSaysIt() throws Exception {
        library.with(
                        "a.md",
                        "# Harbour\n\nBees are kept in hives.\n\n"
                                + "| what | how often |\n|---|---|\n| the lamp of the lighthouse flashes | three times |\n")
                .index();

        assertThat(ask("How often does the lamp of the lighthouse flash?").text())
                .isEqualTo("what: the lamp of the lighthouse flashes; how often: three times.");
    }

    @Test
    void shouldLetOneGoodSentenceStandAlone() throws Exception {
        library.with(
                        "a.md",
                        "# Mill\n\nThe wheel of the mill turns twelve times a minute. The miller lives in the village."
                                + " The mill was painted in spring.")
                .index();

        assertThat(ask("How fast does the wheel of the mill turn?").text())
                .isEqualTo("The wheel of the mill turns twelve times a minute.");
    }

    @Test
    void shouldNotRepeatItself() throws Exception {
        library.with("a.txt", "The lamp flashes every 20 seconds.")
                .with("b.txt", "The lamp flashes every 20 seconds.")
                .with("c.txt", "The lamp flashes once every 20 seconds.")
                .index();

        assertThat(ask("When does the lamp flash?").text()).containsOnlyOnce("flashes");
    }

    @Test
    void shouldChangeItsAnswerWithTheDocuments() throws Exception {
        library.with("a.txt", "Tickets cost 4 crowns.").index();
        var before = ask("What do tickets cost?").text();

        library.with("a.txt", "Tickets cost 9 crowns.").index();

        assertThat(before).isEqualTo("Tickets cost 4 crowns.");
        assertThat(ask("What do tickets cost?").text()).isEqualTo("Tickets cost 9 crowns.");
    }

    @Test
    void shouldSayPlainlyThatTheDocumentsDoNotAnswer() throws Exception {
        library.withSamples().index();

        assertThat(ask("Who won the football world cup in 1998?").text()).isEqualTo(ExtractiveAnswer.NO_ANSWER);
    }

    @Test
    void shouldAnswerTheSameEachTime() throws Exception {
        library.withSamples().index();
        var answers = new ArrayList<Answer>();
        for (int i = 0; i < 8; i++) {
            answers.add(ask("What does one need to know about bees in winter?"));
        }

        var first = answers.get(0).text();

        for (var answer : answers) {
            assertThat(answer.text()).isEqualTo(first);
        }
    }

    @Test
    void shouldStreamWordByWordAndCountWords() throws Exception {
        library.with("a.txt", "Tickets cost 4 crowns.").index();

        var answer = ask("What do tickets cost?");

        assertThat(answer.usage()).isEqualTo(new TokenUsage(4, 0, 4));
        assertThat(answer.fragments()).containsExactly("Tickets", " cost", " 4", " crowns.");
    }

    @Test
    void shouldListClaimsAsJson() throws Exception {
        var text = call("claims", "{\"sentence\": \"The \\\"old\\\" oven was replaced, and the chimney is sound.\"}")
                .text();

        assertThat(JSON.readTree(text))
                .isEqualTo(JSON.readTree("[\"The \\\"old\\\" oven was replaced.\", \"The chimney is sound.\"]"));
    }

    @Test
    void shouldSearchForTheClaim() throws Exception {
        assertThat(call("queries", "{\"claim\": \"The chimney is sound.\"}").text())
                .isEqualTo("The chimney is sound.");
    }

    @Test
    void shouldVerifyOverEvidence() throws Exception {
        var evidence =
                "[{\"id\":\"a#0\",\"title\":\"Oven\",\"source\":\"a.md\",\"text\":\"The chimney is sound.\",\"score\":0.9}]";

        var verdict =
                JSON.readTree(call("verify", "{\"claim\": \"The chimney is sound.\", \"evidence\": " + evidence + "}")
                        .text());

        assertThat(verdict)
                .isEqualTo(JSON.readTree(
                        "{\"verdict\":\"grounded\",\"score\":1.0,\"citation\":{\"id\":\"a#0\",\"title\":\"Oven\","
                                + "\"source\":\"a.md\",\"text\":\"The chimney is sound.\"}}"));
    }

    @ParameterizedTest
    @CsvSource({"translate, UNKNOWN_TASK", "answer, BAD_INPUT", "claims, BAD_INPUT", "verify, BAD_INPUT"})
    void shouldRefuseWhatItCannotDo(String task, String code) throws Exception {
        var failure = call(task, "{\"evidence\": 5}").failure();

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void shouldSayHowToMakeAMissingIndex() throws Exception {
        var failure = ask("What do tickets cost?").failure();

        assertThat(failure.code()).isEqualTo("INDEX_MISSING");
        assertThat(failure.message()).contains("millrace index DIR");
    }

    @Test
    void shouldNotBeginPastTheDeadline() throws Exception {
        library.with("a.txt", "Tickets cost 4 crowns.").index();
        var answer = new Answer();

        engine.start(
                request(
                        "answer",
                        "{\"question\": \"What do tickets cost?\"}",
                        Instant.now().minusMillis(1)),
                answer);

        assertThat(answer.failure().code()).isEqualTo("DEADLINE");
        assertThat(answer.fragments()).isEmpty();
    }

    @Test
    void shouldStopInMidAnswerWhenCancelled() throws Exception {
        library.withSamples().index();
        var started = new CompletableFuture<EngineCall>();
        var second = new AtomicInteger();
        var answer = new Answer(fragment -> {
            if (second.incrementAndGet() == 2) {
                started.join().cancel();
            }
        });

        started.complete(
                engine.start(request("answer", "{\"question\": \"How hot is the oven?\"}", Instant.MAX), answer));

        assertThat(answer.failure().code()).isEqualTo("CANCELLED");
        assertThat(answer.failure().usage().completionTokens()).isEqualTo(2);
        assertThat(answer.fragments()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldFailOnceHoweverOftenItIsCancelled(int times) throws Exception {
        library.withSamples().index();
        var answer = new Answer();
        var call = engine.start(request("answer", "{\"question\": \"How hot is the oven?\"}", Instant.MAX), answer);

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
        library.withSamples().index();
        for (int i = 0; i < 50; i++) {
            blocked.add(ask("What does one need to know about bees in winter?"));
        }

        engine.close();

        for (var answer : blocked) {
            answer.outcome();
            assertThat(answer.outcomes()).hasSize(1);
        }
    }

    private Answer ask(String question) throws Exception {
        return call("answer", JSON.createObjectNode().put("question", question).toString());
    }

    private Answer call(String task, String input) throws Exception {
        var answer = new Answer();
        engine.start(request(task, input, Instant.MAX), answer);
        return answer;
    }

    private static EngineRequest request(String task, String input, Instant deadline) throws Exception {
        JsonNode json = JSON.readTree(input);
        return new EngineRequest("call-1", List.of(), json, Map.of("task", task), deadline);
    }
}
