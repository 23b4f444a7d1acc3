package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LanesTest {

    private final Lanes lanes = new Lanes(2, new CallLedger(100, new AtomicLong()::incrementAndGet));

    @BeforeEach
    void ownLanes() {
        lanes.open(0);
        lanes.open(1);
    }

    @Test
    void shouldStartNoMoreCallsThanMayRun() {
        offer(0, 0, 1, 2);

        var first = lanes.take().orElseThrow();
        lanes.take();
        assertThat(lanes.take()).isEmpty();

        lanes.ended(first);
        assertThat(lanes.take().orElseThrow().offset()).isEqualTo(2);
    }

    @Test
    void shouldTakeFromItsLanesInTurn() {
        offer(0, 0, 1, 2);
        lanes.offer(1, 0, WorkSamples.call("other", 0), Trace.NONE);

        assertThat(lanes.take().map(call -> call.lane().number)).contains(0);
        assertThat(lanes.take().map(call -> call.lane().number)).contains(1);
    }

    @Test
    void shouldCommitOnlyWhatEndedWithAllBeforeIt() {
        offer(0, 0, 1);
        var first = lanes.take().orElseThrow();
        var second = lanes.take().orElseThrow();

        lanes.ended(second);
        assertThat(lanes.positions()).isEqualTo(Map.of(0, 0L));

        lanes.ended(first);
        assertThat(lanes.positions()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void shouldPassRepeatAtOnce() {
        offer(0, 0);
        var call = lanes.take().orElseThrow();

        lanes.offer(1, 5, call.work(), Trace.NONE);

        assertThat(lanes.waiting()).isZero();
        assertThat(lanes.positions()).isEqualTo(Map.of(0, 0L, 1, 6L));
    }

    @Test
    void shouldDropWaitingCallThatIsCancelled() {
        offer(0, 0);

        assertThat(lanes.cancel(WorkSamples.cancel(WorkSamples.call("r", 0), null)))
                .isEmpty();

        assertThat(lanes.take()).isEmpty();
        assertThat(lanes.positions()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void shouldAbortRunningCallsOfCancelledRequestOnly() {
        offer(0, 0, 1);
        lanes.offer(1, 0, WorkSamples.call("other", 0), Trace.NONE);
        var running = lanes.take().orElseThrow();
        lanes.take();

        var aborted = lanes.cancel(WorkSamples.cancelRequest(WorkSamples.call("r", 0)));

        assertThat(aborted).containsExactly(running.run());
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void shouldBeginAfreshAfterCancelThoughTheOldRunStillEnds() {
        offer(0, 0);
        var old = lanes.take().orElseThrow();
        lanes.cancel(WorkSamples.cancel(old.work(), null));

        lanes.offer(0, 1, old.work(), Trace.NONE);
        lanes.ended(old);

        var fresh = lanes.take().orElseThrow();
        assertThat(fresh.run()).isNotEqualTo(old.run());
        assertThat(lanes.positions()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void shouldForgetWhatALostLaneHeld() {
        offer(0, 0, 1, 2);
        var running = lanes.take().orElseThrow();

        assertThat(lanes.close(0)).containsExactly(running.run());

        assertThat(lanes.waiting()).isZero();
        assertThat(lanes.positions()).isEmpty();
    }

    @Test
    void shouldNotLetCallOfLostLaneMoveTheLaneThatCameBack() {
        offer(0, 0);
        var lost = lanes.take().orElseThrow();
        lanes.close(0);
        lanes.open(0);
        offer(0, 0);

        lanes.ended(lost);

        assertThat(lanes.positions()).isEqualTo(Map.of(0, 0L));
        assertThat(lanes.take()).isPresent();
    }

    @Test
    void shouldHoldLaneBackAtRecordThatIsSetAside() {
        var stored = lanes.hold(0, 0);
        offer(0, 1);
        lanes.ended(lanes.take().orElseThrow());
        assertThat(lanes.positions()).isEqualTo(Map.of(0, 0L));

        stored.run();

        assertThat(lanes.positions()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void shouldLeaveToOthersWhatWaitsWhenItStops() {
        offer(0, 0, 1);
        var running = lanes.take().orElseThrow();

        lanes.stopTaking();
        lanes.ended(running);

        assertThat(lanes.take()).isEqualTo(Optional.empty());
        assertThat(lanes.positions()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void shouldSumTokensThatWait() {
        offer(0, 0, 1);

        assertThat(lanes.waitingTokens()).isEqualTo(20);
        assertThat(lanes.owned()).containsExactlyInAnyOrderElementsOf(List.of(0, 1));
    }

    private void offer(int lane, int... offsets) {
        for (int offset : offsets) {
            Work work = WorkSamples.call("r", offset);
            lanes.offer(lane, offset, work, Trace.NONE);
        }
    }
}
