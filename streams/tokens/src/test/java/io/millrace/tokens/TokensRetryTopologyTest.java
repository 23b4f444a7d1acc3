package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.TokensTopics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Calls whose run ends early; under mishaps of every kind the property tests look at them. */
class TokensRetryTopologyTest {

    private static final String PLAN = """
            pipeline: asked
            stages:
            - {name: answer, op: llm, engine: chat, emit: true, template: '{{question}}', %s}
            - {name: result, op: sink, input: answer}
            """;
    private static final Usage USED = new Usage(10L, 0L, 3L);

    @AutoClose
    private TokensDriver driver = ask("retry: restart");

    @Test
    void shouldBeginAgainAsAnotherAttemptWhenTheEngineFailsForAReasonThatMayPass() {
        var first = call();
        var failed = new HandRun(first, 1);

        driver.emit(failed.start(), failed.text("half"), failed.failsForNow(USED));
        var second = call();
        var good = new HandRun(second, 2);
        driver.emit(good.start(), good.text("whole"), good.end());

        assertThat(second.getAttempt()).isNotEqualTo(first.getAttempt());
        assertThat(second.getContinues()).isNull();
        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
        assertThat(result.getText()).isEqualTo("whole");
        assertThat(driver.values(TokensTopics.USAGE)).hasSize(2);
    }

    @Test
    void shouldFailWhenTheBudgetOfTheRequestIsUsedUp() {
        for (var run = 1; run <= 6; run++) {
            var failing = new HandRun(call(), run);
            driver.emit(failing.start(), failing.failsForNow(USED));
        }

        assertThat(calls()).isEmpty();
        var result = driver.result();
        assertThat(result.getErrorCode()).isEqualTo("ENGINE_TIMEOUT");
        assertThat(result.getUsage()).isEqualTo(new Usage(60L, 0L, 18L));
    }

    @Test
    void shouldNotBeginAgainWhatWouldFailAgain() {
        var failing = new HandRun(call(), 1);

        driver.emit(failing.start(), failing.error("ENGINE_REJECTED", USED));

        assertThat(driver.result().getErrorCode()).isEqualTo("ENGINE_REJECTED");
    }

    @Test
    void shouldNotBeginAgainWhereTheStageSaysSo() {
        askWith("retry: none");
        var failing = new HandRun(call(), 1);

        driver.emit(failing.start(), failing.failsForNow(USED));

        assertThat(driver.result().getErrorCode()).isEqualTo("ENGINE_TIMEOUT");
    }

    @Test
    void shouldGoOnWithTheTextSoFarAsOneRunForTheClient() {
        askWith("retry: continue, parameters: {temperature: 0}");
        var first = new HandRun(call(), 1);
        driver.emit(first.start(), first.text("one "), first.text("two "), first.failsForNow(USED));

        var work = call();
        var second = new HandRun(work, 2);
        driver.emit(second.start(), second.text("three"), second.end());

        assertThat(work.getContinues()).isEqualTo(1);
        assertThat(work.getSofar()).isEqualTo("one two ");
        assertThat(driver.result().getText()).isEqualTo("one two three");
        var replies = replies();
        assertThat(replies).extracting(Reply::getRun).containsExactly(1L, 1L, 1L);
        assertThat(replies).extracting(Reply::getSeq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldGoOnWithTheTextOfAWorkerThatDied() {
        askWith("retry: continue, parameters: {seed: 7}");
        var work = call();
        var dead = new HandRun(work, 1);
        driver.emit(dead.start(), dead.text("one "));

        driver.emit(new HandRun(work, 2).start());
        var sent = calls();
        var third = new HandRun(sent.get(sent.size() - 1), 3);
        driver.emit(third.start(), third.text("two"), third.end());

        assertThat(driver.result().getText()).isEqualTo("one two");
        assertThat(replies()).extracting(Reply::getRun).containsOnly(1L);
    }

    @Test
    void shouldBeginAgainWhereTheCallerWantsAnotherKindOfDecoding() {
        driver.close();
        driver = TokensDriver.with(Asked.plan(PLAN.formatted("retry: continue, parameters: {temperature: 0}"), 1));
        driver.ask(Asked.request("r1", "asked")
                .setParameters(Map.of("temperature", "0.7"))
                .build());
        var first = new HandRun(call(), 1);

        driver.emit(first.start(), first.text("one "), first.failsForNow(USED));

        assertThat(call().getContinues()).isNull();
    }

    private void askWith(String retry) {
        driver.close();
        driver = ask(retry);
    }

    private static TokensDriver ask(String retry) {
        var asked = TokensDriver.with(Asked.plan(PLAN.formatted(retry), 1));
        asked.ask(Asked.request("r1", "asked").build());
        return asked;
    }

    private Work call() {
        var calls = calls();
        assertThat(calls).as("calls that are asked for").hasSize(1);
        return calls.get(0);
    }

    private List<Work> calls() {
        return driver.work().stream()
                .filter(work -> work.getKind() == WorkKind.CALL)
                .toList();
    }

    private List<Reply> replies() {
        return driver.values(TokensTopics.REPLIES).stream()
                .filter(reply -> reply.getKind() == ReplyKind.DELTA)
                .toList();
    }
}
