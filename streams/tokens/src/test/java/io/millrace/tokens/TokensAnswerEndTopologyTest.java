package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a result says of the end of the text that the client follows. */
class TokensAnswerEndTopologyTest {

    private static final Usage NOTHING = new Usage(0L, 0L, 0L);

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldSayThatTheTextWasCutShort() {
        answer(FinishReason.LENGTH, FinishReason.STOP);

        var result = driver.result();
        assertThat(result.getFinishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
    }

    @Test
    void shouldSayNothingOfTextsThatTheClientDoesNotFollow() {
        answer(FinishReason.STOP, FinishReason.LENGTH);

        assertThat(driver.result().getFinishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void shouldGiveNoReasonWhereTheEngineGaveNone() {
        answer(null, null);

        assertThat(driver.result().getFinishReason()).isNull();
    }

    @Test
    void shouldSayWhatCutAnyOfSeveralTextsShort() {
        driver.publish(Asked.plan("""
                pipeline: two
                stages:
                - {name: first, op: llm, engine: chat, emit: true, template: '{{question}}'}
                - {name: second, op: llm, input: first, engine: chat, emit: true, template: '{{first}}'}
                - {name: result, op: sink, input: second}
                """, 1));
        driver.ask(Asked.request("r1", "two").build());

        end(FinishReason.CONTENT_FILTER);
        end(FinishReason.STOP);

        assertThat(driver.result().getFinishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    @Test
    void shouldSayThatTheTextBrokeOffThoughMoreIsMissingThanIsListed() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("line\n".repeat(150)));
        driver.work().stream()
                .map(check -> new HandRun(check, 2))
                .forEach(check -> driver.emit(check.start(), check.error("BROKEN", NOTHING)));

        driver.emit(answer.error("STREAM_BROKEN", NOTHING));

        assertThat(driver.result().getMissing())
                .hasSize(100)
                .filteredOn(missing -> missing.getStage().equals("answer"))
                .extracting(Missing::getCode)
                .containsExactly("STREAM_BROKEN");
    }

    /** Answers in one line, which is checked. */
    private void answer(@Nullable FinishReason ofAnswer, @Nullable FinishReason ofCheck) {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        end(ofAnswer);
        end(ofCheck);
    }

    private void end(@Nullable FinishReason reason) {
        var call = new HandRun(driver.work().get(0), 1);
        driver.emit(call.start(), call.text("fine\n"), call.end(reason));
    }
}
