package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that outlive or never reach what they need. */
class TokensLimitsTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldTellObserversOfEachChildThatTheDeadlineEnded() {
        driver.ask(Asked.request("r1", Asked.LINES)
                .setDeadline(driver.now() + 1_000)
                .build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\n"), answer.end());

        driver.pass(Duration.ofSeconds(1));

        assertThat(driver.values(TokensTopics.DERIVED))
                .filteredOn(element -> element.getKind() == ElementKind.ERROR)
                .extracting(Element::getStage, Element::getErrorCode)
                .containsExactly(tuple("check", "DEADLINE"), tuple("check", "DEADLINE"));
    }

    @Test
    void shouldForgetAllThatWasMissingOfARunThatWasReplaced() {
        // Given more failed checks than a result lists
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var call = driver.work().get(0);
        var first = new HandRun(call, 1);
        driver.emit(first.start(), first.text("line\n".repeat(150)));
        driver.work().stream()
                .map(check -> new HandRun(check, 2))
                .forEach(check -> driver.emit(check.start(), check.error("BROKEN", new Usage(0L, 0L, 0L))));

        // When another run takes over
        var second = new HandRun(call, 3);
        driver.emit(second.start(), second.text("one\ntwo\n"), second.end());
        HandWorker.workOff(driver, HandWorker.TWO_LINES);

        // Then
        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getComplete()).isTrue();
        assertThat(result.getMissing()).isEmpty();
    }

    @Test
    void shouldSayOnceThatASplitStopped() {
        try (var small = TokensDriver.with(Map.of(TokensSettings.SPLIT_MAX_CHILDREN, "1"), Asked.lines())) {
            small.ask(Asked.request("r1", Asked.LINES).build());
            var answer = new HandRun(small.work().get(0), 1);
            small.emit(
                    answer.start(), answer.text("one\n"), answer.text("two\n"), answer.text("three\n"), answer.end());
            HandWorker.workOff(small, HandWorker.TWO_LINES);

            var result = small.result();
            assertThat(result.getMissing())
                    .extracting(Missing::getStage, Missing::getCode)
                    .containsExactly(tuple("line", "TOO_MANY_CHILDREN"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"one\", \"two\", \"in the mid", "[\"one\", \"two\", oops, \"three\"]"})
    void shouldShowTheItemsBeforeAFlawAndSayThatMoreIsMissing(String answer) {
        driver.publish(Asked.plan("""
                pipeline: array
                stages:
                - {name: answer, op: llm, engine: chat, template: '{{question}}'}
                - {name: each, op: split, input: answer, parser: json-array}
                - {name: all, op: collect, input: each, level: each}
                - {name: result, op: sink, input: all}
                """, 1));
        driver.ask(Asked.request("r1", "array").build());

        HandWorker.workOff(driver, Map.of("answer", answer));

        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getComplete()).isFalse();
        assertThat(result.getJson()).isEqualTo("[\"one\",\"two\"]");
        assertThat(result.getMissing())
                .extracting(Missing::getStage, Missing::getCode)
                .containsExactly(tuple("each", "INVALID_OUTPUT"));
    }

    @Test
    void shouldIssueACallThatJustFitsARecord() {
        driver.publish(Asked.single("single", "{{question}}", 1));

        driver.ask(Asked.request("r1", "single").setInput(question(-100)).build());

        assertThat(driver.work()).hasSize(1);
    }

    @Test
    void shouldSayAtOnceThatACallDoesNotFitARecord() {
        driver.publish(Asked.single("single", "{{question}}", 1));

        driver.ask(Asked.request("r1", "single").setInput(question(0)).build());

        assertThat(driver.work()).isEmpty();
        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getErrorCode()).isEqualTo("INPUT_TOO_LARGE");
    }

    @Test
    void shouldGoByTheLargestRecordThatIsSet() {
        try (var small = TokensDriver.with(
                Map.of(CoreSettings.MAX_REQUEST, "16384"), Asked.single("single", "{{question}}", 1))) {
            small.ask(Asked.request("r1", "single").setInput("x".repeat(8_000)).build());

            assertThat(small.result().getErrorCode()).isEqualTo("INPUT_TOO_LARGE");
        }
    }

    /**
     * One that a call carries twice, as a prompt and as a value: both together leave 4 KiB and room for
     * 256 hashes of 10 bytes, less so much twice.
     */
    private static String question(int more) {
        return "x".repeat((EventSerdes.DEFAULT_MAX_BYTES - 4_096 - 2_560) / 2 + more);
    }

    @Test
    void shouldSendNoCallToALaneThatIsNotSetUp() {
        driver.report(Load.newBuilder()
                .setReplica("beyond")
                .setPool("chat")
                .setLanes(List.of(TokensDriver.POOLS.get("chat")))
                .setRunning(0)
                .setLimit(4)
                .setAt(driver.now())
                .build());

        driver.ask(Asked.request("r1", Asked.LINES).build());

        assertThat(driver.work())
                .singleElement()
                .satisfies(call -> assertThat(call.getLane()).isLessThan(TokensDriver.POOLS.get("chat")));
    }

    @Test
    void shouldSayAtOnceThatThePoolOfACallIsNotThere() {
        driver.publish(Asked.plan("""
                pipeline: elsewhere
                stages:
                - {name: answer, op: llm, engine: elsewhere, template: '{{question}}'}
                - {name: result, op: sink, input: answer}
                """, 1, "elsewhere"));

        driver.ask(Asked.request("r1", "elsewhere").build());

        assertThat(driver.result().getErrorCode()).isEqualTo("NO_POOL");
    }

    @Test
    void shouldRememberARequestThatWasCancelledBeforeItBeganUntilItsTtl() {
        driver.ask(Asked.request("r1", "nothing").build());
        driver.cancel("r1", "enough");

        driver.pass(Duration.ofSeconds(1));

        assertThat(driver.keys(TokensStores.REQUESTS)).containsExactly("r1");
    }

    @Test
    void shouldGoOnWithARequestThatRunsLongerThanPlansAreKept() {
        driver.ask(Asked.request("r1", Asked.LINES)
                .setDeadline(driver.now() + Duration.ofDays(30).toMillis())
                .build());
        var answer = new HandRun(driver.work().get(0), 1);

        driver.pass(Duration.ofDays(9));
        driver.emit(answer.start(), answer.text("one\n"));

        assertThat(driver.work()).isNotEmpty();
    }
}
