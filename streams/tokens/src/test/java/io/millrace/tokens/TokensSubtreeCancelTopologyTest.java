package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.TokensTopics;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A part of a request that nobody wants any more; under mishaps of every kind the property tests look at it. */
class TokensSubtreeCancelTopologyTest {

    private static final List<Level> SECOND_LINE = List.of(new Level(1, 1));

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldCallOffTheCallsBelowAndLeaveTheirSiblings() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        answer("one\ntwo\n");
        var checks = work(WorkKind.CALL);

        driver.cancel("r1", SECOND_LINE, "not this one");
        driver.emit(new HandRun(checks.get(1), 2).start());
        var first = new HandRun(checks.get(0), 3);
        driver.emit(first.start(), first.text("fine"), first.end());

        assertThat(work(WorkKind.CANCEL)).extracting(Work::getPath).containsExactly(SECOND_LINE, SECOND_LINE);
        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getJson()).isEqualTo("[\"fine\"]");
        assertThat(result.getMissing()).extracting(Missing::getCode).containsExactly("CANCELLED");
    }

    @Test
    void shouldNotBeginWhatComesAfterTheOrder() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        driver.cancel("r1", SECOND_LINE, "not this one");

        answer("one\ntwo\n");

        assertThat(work(WorkKind.CALL)).extracting(Work::getPath).containsExactly(List.of(new Level(1, 0)));
    }

    @Test
    void shouldKeepAnOrderThatComesBeforeItsRequest() {
        driver.cancel("r1", SECOND_LINE, "not this one");

        driver.ask(Asked.request("r1", Asked.LINES).build());
        answer("one\ntwo\n");

        assertThat(work(WorkKind.CALL)).extracting(Work::getPath).containsExactly(List.of(new Level(1, 0)));
    }

    @Test
    void shouldMakeNothingOfAPartAfterTheOrder() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        driver.cancel("r1", SECOND_LINE, "not this one");

        answer("one\ntwo\n");

        assertThat(driver.values(TokensTopics.DERIVED))
                .filteredOn(element -> element.getPath().equals(SECOND_LINE))
                .isNotEmpty()
                .allMatch(element ->
                        element.getKind() == ElementKind.ERROR && "CANCELLED".equals(element.getErrorCode()));
    }

    @Test
    void shouldSetAsideOrdersOfPartsThatThePlanNeverHas() {
        driver.ask(Asked.request("r1", Asked.LINES).build());

        driver.cancel("r1", List.of(new Level(0, 1)), "no split");
        driver.cancel("r1", List.of(new Level(7, 1)), "no stage");
        driver.cancel("r1", List.of(new Level(1, 1), new Level(1, 1)), "no level");
        driver.cancel("r1", List.of(new Level(1, -1)), "no child");

        assertThat(driver.rejected(TokensTopics.CONTROL)).hasSize(4);
        answer("one\ntwo\n");
        assertThat(work(WorkKind.CALL)).hasSize(2);
    }

    @Test
    void shouldSetAsideOrdersBeyondTheMostThatARequestKeeps() {
        driver.ask(Asked.request("r1", Asked.LINES).build());
        for (int index = 0; index < 501; index++) {
            driver.cancel("r1", List.of(new Level(1, index)), "not this one");
        }

        assertThat(driver.rejected(TokensTopics.CONTROL)).hasSize(1);
    }

    private void answer(String text) {
        var answer = new HandRun(work(WorkKind.CALL).get(0), 1);
        driver.emit(answer.start(), answer.text(text), answer.end());
    }

    private List<Work> work(WorkKind kind) {
        return driver.work().stream().filter(work -> work.getKind() == kind).toList();
    }
}
