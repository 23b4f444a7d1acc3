package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.documents.Payload;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.TokensTopics;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What an engine can be talked into writing, and what it leaves behind when it breaks off, stops no application. */
class TokensHostileOutputTopologyTest {

    private static final Usage NOTHING = new Usage(0L, 0L, 0L);
    private static final int DEEPEST = 500;

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines(), Asked.plan("""
                    pipeline: data
                    stages:
                    - {name: data, op: llm, engine: chat, output: json, template: '{{question}}'}
                    - {name: told, op: llm, input: data, engine: chat, template: 'Tell of {{data}}'}
                    - {name: result, op: sink, input: told}
                    """, 1));

    @Test
    void shouldHandOnTheDeepestJsonThatItTakes() {
        answerWithBrackets(DEEPEST);

        assertThat(driver.result().getStatus()).isEqualTo(ResultStatus.COMPLETE);
    }

    @Test
    void shouldRefuseDeeperJsonAsInvalidOutput() {
        answerWithBrackets(DEEPEST + 1);

        assertThat(driver.result().getMissing()).extracting(Missing::getCode).containsExactly("INVALID_OUTPUT");
    }

    @Test
    void shouldRefuseJsonAsDeepAsAnyParserReads() {
        answerWithBrackets(1_000);

        assertThat(driver.result().getMissing()).extracting(Missing::getCode).containsExactly("INVALID_OUTPUT");
    }

    @Test
    void shouldKeepWhatCameBeforeAnErrorBesideTheItemWhenItIsTooLargeForOne() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);
        var half = "x".repeat(Payload.MOST_BYTES / 2);

        driver.emit(
                answer.start(),
                answer.text("one\n" + half),
                answer.text("\n" + half),
                answer.error("STREAM_BROKEN", NOTHING));

        assertThat(driver.values(TokensTopics.DOCUMENTS)).isNotEmpty();
        assertThat(driver.values(TokensTopics.DERIVED))
                .filteredOn(element -> element.getKind() == ElementKind.ERROR)
                .filteredOn(element -> element.getStage().equals("answer"))
                .singleElement()
                .satisfies(element -> {
                    assertThat(element.getErrorCode()).isEqualTo("STREAM_BROKEN");
                    assertThat(element.getText()).isNull();
                    assertThat(element.getDocument()).isNotNull();
                });
    }

    private void answerWithBrackets(int depth) {
        driver.ask(Asked.request("r1", "data").build());
        HandWorker.workOff(driver, Map.of("data", "[".repeat(depth) + "]".repeat(depth), "told", "done"));
    }
}
