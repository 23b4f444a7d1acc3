package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What calls cost by the results and by {@code tokens.usage}, against what the engine counted: invariant 13. Engines tell
 * running totals with fragments, so an aborted run has a bill too.
 */
class TokensUsageTopologyTest {

    @AutoClose
    private final TokensDriver driver = TokensDriver.with(Asked.lines());

    @BeforeEach
    void ask() {
        driver.ask(Asked.request("r1", Asked.LINES)
                .setDeadline(driver.now() + 1_000)
                .build());
    }

    @Test
    void shouldAddUpAllCallsThatEnded() {
        var answer = new HandRun(call(), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\n"), answer.end(new Usage(10L, 4L, 5L)));
        var checks = driver.work();
        for (var i = 0; i < 2; i++) {
            var check = new HandRun(checks.get(i), 2 + i);
            driver.emit(check.start(), check.text("fine"), check.end(new Usage(100L, 0L, 1L)));
        }

        assertBilled(new Usage(210L, 4L, 7L), "answer DONE", "check DONE", "check DONE");
    }

    @Test
    void shouldBillACallThatFailed() {
        var answer = new HandRun(call(), 1);

        driver.emit(answer.start(), answer.text("on"), answer.error("ENGINE", new Usage(10L, 4L, 1L)));

        assertBilled(new Usage(10L, 4L, 1L), "answer FAILED");
    }

    @Test
    void shouldBillARunThatAnotherReplaced() {
        var call = call();
        var dead = new HandRun(call, 1);
        driver.emit(dead.start(), dead.text("half", new Usage(10L, 4L, 2L)));
        var next = new HandRun(call, 2);

        driver.emit(next.start(), next.end(new Usage(10L, 10L, 3L)));

        assertBilled(new Usage(20L, 14L, 5L), "answer SUPERSEDED", "answer DONE");
    }

    @Test
    void shouldBillTheCallsBelowARunThatAnotherReplaced() {
        var call = call();
        var dead = new HandRun(call, 1);
        driver.emit(dead.start(), dead.text("one\n", new Usage(10L, 0L, 2L)));
        var check = new HandRun(driver.work().get(0), 3);
        driver.emit(check.start(), check.text("fi", new Usage(50L, 0L, 1L)));
        var next = new HandRun(call, 2);

        driver.emit(next.start(), next.end(new Usage(10L, 10L, 3L)));

        assertBilled(new Usage(70L, 10L, 6L), "answer SUPERSEDED", "check SUPERSEDED", "answer DONE");
    }

    @Test
    void shouldBillWhatWasUsedBeforeACancel() {
        var answer = new HandRun(call(), 1);
        driver.emit(answer.start(), answer.text("on", new Usage(10L, 4L, 1L)));

        driver.cancel("r1", "enough");

        assertBilled(new Usage(10L, 4L, 1L), "answer CANCELLED");
    }

    @Test
    void shouldBillWhatWasUsedBeforeTheDeadline() {
        var answer = new HandRun(call(), 1);
        driver.emit(answer.start(), answer.text("on", new Usage(10L, 4L, 1L)));

        driver.pass(Duration.ofSeconds(1));

        assertBilled(new Usage(10L, 4L, 1L), "answer CANCELLED");
    }

    @Test
    void shouldBillOnceARunThatWasCalledOffBeforeTheRequestWas() {
        var answer = new HandRun(call(), 1);
        driver.emit(answer.start(), answer.text("on"), answer.error("CANCELLED", new Usage(10L, 4L, 1L)));

        driver.cancel("r1", "enough");

        assertBilled(new Usage(10L, 4L, 1L), "answer CANCELLED");
    }

    @Test
    void shouldBillWhatWaitsForAnEarlierElementWhenTheRequestIsCancelled() {
        var answer = new HandRun(call(), 1);
        driver.emit(answer.start());
        answer.text("lost");
        driver.emit(answer.end(new Usage(10L, 4L, 2L)));

        driver.cancel("r1", "enough");

        assertBilled(new Usage(10L, 4L, 2L), "answer CANCELLED");
    }

    @Test
    void shouldNotBillACallThatNeverBegan() {
        driver.cancel("r1", "enough");

        assertBilled(new Usage(0L, 0L, 0L));
    }

    private Work call() {
        return driver.work().get(0);
    }

    private void assertBilled(Usage total, String... calls) {
        var bills = driver.values(TokensTopics.USAGE);
        assertThat(bills)
                .extracting(bill -> bill.getStage() + ' ' + bill.getStatus())
                .containsExactlyInAnyOrder(calls);
        assertThat(sum(bills.stream().map(CallUsage::getUsage).toList())).isEqualTo(total);
        var results = driver.values(TokensTopics.RESULTS);
        assertThat(results).extracting(Result::getUsage).containsExactly(total);
        assertThat(sum(results.get(0).getStages().stream()
                        .map(stage -> stage.getUsage())
                        .toList()))
                .isEqualTo(total);
    }

    private static Usage sum(List<Usage> usages) {
        var sum = new Usage(0L, 0L, 0L);
        for (var usage : usages) {
            sum.setPromptTokens(sum.getPromptTokens() + usage.getPromptTokens());
            sum.setCachedTokens(sum.getCachedTokens() + usage.getCachedTokens());
            sum.setCompletionTokens(sum.getCompletionTokens() + usage.getCompletionTokens());
        }
        return sum;
    }
}
