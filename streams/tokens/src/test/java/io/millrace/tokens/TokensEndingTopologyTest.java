package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.documents.Payload;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.Paths;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Ends of requests other than an answer: deadline and cancel. */
class TokensEndingTopologyTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @Test
    void shouldCloseAtTheDeadlineWithWhatItHas() {
        // Given two lines, of which one is checked
        ask();
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\n"), answer.end());
        var check = new HandRun(driver.work().get(0), 2);
        driver.emit(check.start(), check.text("fine"), check.end());

        // When
        driver.pass(SECOND);

        // Then
        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getComplete()).isFalse();
        assertThat(result.getJson()).isEqualTo("[\"fine\"]");
        assertThat(result.getText()).isEqualTo("one\ntwo\n");
        assertThat(missing(result)).containsExactly("check /1.1/ DEADLINE");
    }

    @Test
    void shouldSayOfEachMissingChildThatTheDeadlinePassed() {
        ask();
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\nthree\n"), answer.end());

        driver.pass(SECOND);

        assertThat(missing(driver.result()))
                .containsExactly("check /1.0/ DEADLINE", "check /1.1/ DEADLINE", "check /1.2/ DEADLINE");
    }

    @Test
    void shouldFailAtTheDeadlineWhenThereIsNothingToShow() {
        ask();

        driver.pass(SECOND);

        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getErrorCode()).isEqualTo("DEADLINE");
        assertThat(result.getComplete()).isFalse();
        assertThat(missing(result)).containsExactly("answer / DEADLINE");
    }

    @Test
    void shouldShowTheChildrenOfAnAnswerThatTheDeadlineCutShort() {
        ask();
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntw"));
        var check = new HandRun(driver.work().get(0), 2);
        driver.emit(check.start(), check.text("fine"), check.end());

        driver.pass(SECOND);

        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getJson()).isEqualTo("[\"fine\"]");
        assertThat(result.getText()).as("what was received by then").isEqualTo("one\ntw");
        assertThat(missing(result)).contains("answer / DEADLINE");
    }

    @Test
    void shouldCallOffOpenCallsAtTheDeadline() {
        ask();
        var call = driver.work().get(0);

        driver.pass(SECOND);

        assertThat(driver.work()).containsExactly(cancellation(call, "deadline"));
    }

    @Test
    void shouldLeaveARequestAloneUntilTheMillisecondOfItsDeadline() {
        ask();

        driver.pass(SECOND.minusMillis(1));
        assertThat(driver.values(TokensTopics.RESULTS)).isEmpty();

        driver.pass(Duration.ofMillis(1));
        assertThat(driver.values(TokensTopics.RESULTS)).hasSize(1);
    }

    @Test
    void shouldRefuseARequestWhoseDeadlineHasPassed() {
        driver.ask(request().setDeadline(driver.now()).build());

        assertThat(driver.result().getErrorCode()).isEqualTo("DEADLINE");
        assertThat(driver.work()).isEmpty();
    }

    @Test
    void shouldGiveARequestWithoutADeadlineTheOneOfTheSettings() {
        driver.ask(Asked.request("r1", Asked.LINES).build());

        driver.pass(Duration.ofMinutes(2).minusMillis(1));
        assertThat(driver.values(TokensTopics.RESULTS)).isEmpty();

        driver.pass(Duration.ofMillis(1));
        assertThat(driver.result().getErrorCode()).isEqualTo("DEADLINE");
    }

    @Test
    void shouldCancelEachOpenCallOnItsLane() {
        // Given one call that has ended and two that are open
        ask();
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\n"), answer.end());
        var calls = driver.work();
        assertThat(calls).hasSize(2);

        // When
        driver.cancel("r1", "the reader left");

        // Then
        assertThat(driver.work())
                .containsExactlyInAnyOrder(
                        cancellation(calls.get(0), "the request was cancelled"),
                        cancellation(calls.get(1), "the request was cancelled"));
        var result = driver.result();
        assertThat(result.getStatus()).isEqualTo(ResultStatus.CANCELLED);
        assertThat(result.getErrorMessage()).isEqualTo("the reader left");
        assertThat(result.getComplete()).isFalse();
    }

    @Test
    void shouldCallOffACallThatTheRequestEndedWithout() {
        // Given an answer whose first line is longer than an item
        ask();
        var call = driver.work().get(0);
        var answer = new HandRun(call, 1);
        driver.emit(answer.start(), answer.text("x".repeat(Payload.MOST_BYTES)));
        assertThat(driver.values(TokensTopics.RESULTS)).isEmpty();

        // When
        driver.emit(answer.text("y", new Usage(1L, 0L, 2L)));

        // Then
        assertThat(driver.work()).containsExactly(cancellation(call, "the request has ended without it"));
        var result = driver.result();
        assertThat(result.getErrorCode()).isEqualTo("OUTPUT_TOO_LARGE");
        assertThat(result.getUsage()).isEqualTo(new Usage(1L, 0L, 2L));
    }

    @Test
    void shouldCancelACallOnTheLaneWhereItBegan() {
        ask();
        var call = driver.work().get(0);
        var elsewhere = (call.getLane() + 1) % TokensDriver.POOLS.get("chat");
        call.setLane(elsewhere);
        driver.emit(new HandRun(call, 1).start());

        driver.cancel("r1", "the reader left");

        assertThat(driver.work()).extracting(Work::getLane).containsExactly(elsewhere);
    }

    @Test
    void shouldChangeNothingByWhatComesAfterACancel() {
        ask();
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start());
        driver.cancel("r1", "the reader left");
        driver.work();
        assertThat(driver.values(TokensTopics.RESULTS)).hasSize(1);
        driver.values(TokensTopics.REPLIES);
        driver.values(TokensTopics.DERIVED);
        var before = driver.contents();

        driver.emit(answer.text("one\n"), answer.text("two\n"), answer.end(new Usage(0L, 0L, 0L)));
        driver.cancel("r1", "again");
        driver.ask(request().build());

        assertThat(driver.contents()).isEqualTo(before);
        assertThat(driver.work()).isEmpty();
        assertThat(driver.values(TokensTopics.RESULTS)).isEmpty();
        assertThat(driver.values(TokensTopics.REPLIES)).isEmpty();
        assertThat(driver.values(TokensTopics.DERIVED)).isEmpty();
    }

    @Test
    void shouldCallOffARunThatBeginsAfterTheEnd() {
        ask();
        var call = driver.work().get(0);
        driver.cancel("r1", "the reader left");
        driver.work();

        driver.emit(new HandRun(call, 7).start());

        assertThat(driver.work()).singleElement().satisfies(work -> {
            assertThat(work.getRun()).isEqualTo(7);
            assertThat(work.getLane()).isEqualTo(call.getLane());
        });
    }

    private void ask() {
        driver.ask(request().build());
    }

    private Request.Builder request() {
        return Asked.request("r1", Asked.LINES).setDeadline(driver.now() + SECOND.toMillis());
    }

    private static List<String> missing(Result result) {
        return result.getMissing().stream()
                .map(missing -> String.join(" ", missing.getStage(), Paths.text(missing.getPath()), missing.getCode()))
                .toList();
    }

    /** What calls off a call whatever its run: the same identity on the same lane, without what is asked. */
    private Work cancellation(Work call, String reason) {
        return Work.newBuilder()
                .setRequestId(call.getRequestId())
                .setTenant(call.getTenant())
                .setKind(WorkKind.CANCEL)
                .setPool(call.getPool())
                .setLane(call.getLane())
                .setPipeline(call.getPipeline())
                .setStage(call.getStage())
                .setPath(call.getPath())
                .setAttempt(call.getAttempt())
                .setReason(reason)
                .setAt(driver.now())
                .setDeadline(call.getDeadline())
                .build();
    }
}
