package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.TokenUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a call begins and ends. */
final class RunningCallTest {

    private final RecordingSink sink = new RecordingSink();
    private final CallFixture calls = new CallFixture(sink);

    @AfterEach
    void stopCalls() {
        calls.close();
    }

    @Test
    void shouldRefuseAnAnswerOverTheLargestDocument() {
        var call = calls.begin(WorkSamples.call("r", 0));

        call.whole(ServiceAnswer.text("x".repeat(CallFixture.MOST_BYTES + 1)));

        assertThat(sink.elements.get(1).getErrorCode()).isEqualTo("ANSWER_TOO_LARGE");
        assertThat(sink.elements.get(1).getSeq()).isEqualTo(1);
        assertThat(sink.chunks).isEmpty();
    }

    @Test
    void shouldEndOnceOnly() {
        var call = calls.begin(WorkSamples.call("r", 0));
        call.end(TokenUsage.NONE);

        call.text("late");
        call.end(TokenUsage.NONE);
        call.fail(new EngineFailure("STREAM_BROKEN", "late", true, TokenUsage.NONE));

        assertThat(sink.elements).hasSize(2);
        assertThat(calls.ended).hasValue(1);
    }

    @Test
    void shouldNotCallWhenTheDeadlineHasPassed() {
        for (long deadline : List.of(CallFixture.NOW.toEpochMilli() - 1, CallFixture.NOW.toEpochMilli())) {
            sink.elements.clear();
            var work = WorkSamples.call("r", 0);
            work.setDeadline(deadline);

            calls.begin(work);

            assertThat(sink.elements.get(1).getErrorCode()).isEqualTo("DEADLINE");
        }
        assertThat(calls.callee.started).hasValue(0);
    }

    @Test
    void shouldEndAtTheDeadline() {
        var work = WorkSamples.call("r", 0);
        work.setDeadline(CallFixture.NOW.toEpochMilli() + 1);

        calls.begin(work);

        await().untilAsserted(() -> assertThat(sink.elements).hasSize(2));
        assertThat(sink.elements.get(1).getErrorCode()).isEqualTo("DEADLINE");
        assertThat(sink.elements.get(1).getRetryable()).isFalse();
        assertThat(calls.callee.started).hasValue(1);
    }

    @Test
    void shouldRefuseInputThatIsNoObject() {
        for (var input : List.of("{\"a\":", "[1]", "")) {
            sink.elements.clear();
            var work = WorkSamples.call("r", 0);
            work.setInput(input);

            calls.begin(work);

            assertThat(sink.elements.get(1).getErrorCode()).as(input).isEqualTo("INVALID_INPUT");
        }
        assertThat(calls.callee.started).hasValue(0);
    }

    @Test
    void shouldAbortWithUsageSoFar() {
        var call = calls.begin(WorkSamples.call("r", 0));

        call.abort(EngineFailure.CANCELLED, "the client has gone");

        assertThat(sink.elements.get(1).getErrorCode()).isEqualTo("CANCELLED");
        assertThat(sink.elements.get(1).getErrorMessage()).isEqualTo("the client has gone");
        assertThat(sink.elements.get(1).getUsage().getCompletionTokens()).isEqualTo(9);
    }

    @Test
    void shouldMeasureHowLongCallsWaitAndTake() {
        var work = WorkSamples.call("r", 0);
        work.setAt(CallFixture.NOW.toEpochMilli() - 30);
        var early = WorkSamples.call("r", 1);
        early.setAt(CallFixture.NOW.toEpochMilli() + 5);

        calls.begin(work).end(TokenUsage.NONE);
        calls.begin(early).abort(EngineFailure.CANCELLED, "the client has gone");

        var waits = calls.meters.get("millrace.worker.queue.wait").timer();
        assertThat(waits.count()).isEqualTo(2);
        assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
        for (var outcome : List.of("END", "CANCELLED")) {
            var durations = calls.meters.get("millrace.worker.call.duration").tag("outcome", outcome);
            assertThat(durations.timer().count()).as(outcome).isEqualTo(1);
        }
    }

    @Test
    void shouldSayNothingOfCallAbortedBeforeItBegan() {
        var call = calls.waiting(WorkSamples.call("r", 0));
        call.abort(EngineFailure.CANCELLED, "too late");

        call.start(calls.callee);

        assertThat(sink.elements).isEmpty();
        assertThat(calls.ended).hasValue(1);
        assertThat(calls.callee.started).hasValue(0);
    }
}
