package io.millrace.tokens.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.Load;
import io.millrace.events.tokens.PrefixSketch;
import io.millrace.tokens.schedule.Scheduler.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final long NOW = 100_000;
    private static final PromptPrefix PROMPT = new PromptPrefix(
            LongStream.range(1, 21).map(i -> i * 0x9E3779B97F4A7C15L).boxed().toList());

    private final AtomicLong clock = new AtomicLong(NOW);

    @Test
    void shouldTakeReplicasInTurn() {
        var scheduler = scheduler("round-robin");
        var lanes = List.of(lane(0, "a", 0), lane(1, "b", 9), lane(2, "c", 0));
        assertThat(IntStream.range(0, 6).map(i -> scheduler.pick(PromptPrefix.NONE, 1, lanes)))
                .containsExactly(1, 2, 0, 1, 2, 0);
    }

    @Test
    void shouldTakeTheLanesOfAReplicaInTurn() {
        var scheduler = scheduler("least-loaded");
        var lanes = List.of(lane(0, "a", 9), lane(1, "b", 0), lane(2, "a", 9), lane(3, "b", 0));
        assertThat(IntStream.range(0, 4).map(i -> scheduler.pick(PromptPrefix.NONE, 1, lanes)))
                .containsExactly(3, 1, 3, 1);
    }

    @Test
    void shouldCountWhatItSentAfterTheReportWasMade() {
        // Given a report of ten milliseconds ago
        var scheduler = scheduler("least-loaded");
        var before = List.of(lane(0, "a", 0, NOW - 10), lane(1, "b", 2, NOW - 10));
        assertThat(IntStream.range(0, 5)
                        .map(i -> scheduler.pick(PromptPrefix.NONE, 1, before))
                        .filter(lane -> lane == 0)
                        .count())
                .isBetween(3L, 4L);
        // When one comes that was made before these calls were sent, they still count; when one made after, no more
        var same = List.of(lane(0, "a", 0, NOW - 5), lane(1, "b", 2, NOW - 5));
        var later = List.of(lane(0, "a", 0, NOW + 1), lane(1, "b", 2, NOW + 1));
        assertThat(IntStream.range(0, 2).map(i -> scheduler.pick(PromptPrefix.NONE, 1, same)))
                .contains(1);
        clock.set(NOW + 2);
        assertThat(scheduler.pick(PromptPrefix.NONE, 1, later)).isZero();
    }

    @Test
    void shouldSendWhatBeginsAlikeAfterEachOtherBeforeAnySketchTells() {
        var scheduler = scheduler("cache-aware");
        var lanes = List.of(lane(0, "a", 0), lane(1, "b", 0), lane(2, "c", 0));
        var picks = IntStream.range(0, 6).map(i -> scheduler.pick(PROMPT, 320, lanes));
        assertThat(picks.distinct().count()).isOne();
    }

    @Test
    void shouldReuseWhereThereIsRoomThoughAnotherReplicaIsFull() {
        // Given two replicas that hold the prompt, one of them far above the others
        var sketch = PrefixSketch.of(PROMPT.blocks());
        var lanes = List.of(
                new Lane(0, replica("full", 90, NOW, sketch)),
                new Lane(1, replica("warm", 10, NOW, sketch)),
                new Lane(2, replica("idle", 5, NOW, PrefixSketch.EMPTY)));
        assertThat(scheduler("cache-aware").pick(PROMPT, 320, lanes)).isEqualTo(1);
    }

    @Test
    void shouldGoByTheSketchOfTheNewReplicaWhenALaneMoves() {
        // Given a prompt that is cached at the replica of lane 0
        var warm = replica("warm", 0, NOW, PrefixSketch.of(PROMPT.blocks()));
        var cold = replica("cold", 0, NOW, PrefixSketch.EMPTY);
        var scheduler = scheduler("cache-aware");
        assertThat(scheduler.pick(PROMPT, 320, List.of(new Lane(0, warm), new Lane(1, cold))))
                .isZero();

        // When the replicas change lanes, calls follow the replica
        assertThat(scheduler.pick(PROMPT, 320, List.of(new Lane(0, cold), new Lane(1, warm))))
                .isEqualTo(1);
    }

    @Test
    void shouldKeepNothingOfReplicasThatNeverSayGoodbye() {
        // Given a hundred replicas, each of which takes over the lane of one that was killed
        var reports = new ArrayList<Load>();
        var scheduler = scheduler("least-loaded");
        var lanes = new Lanes(Map.of("chat", 1), reports::forEach, pool -> scheduler);

        // When
        for (var i = 0; i < 100; i++) {
            var now = NOW + i * 2 * Lanes.STALE_MS;
            reports.add(load("replica-" + i, 0, 0, now));
            lanes.pick("chat", PromptPrefix.NONE, 1, now);
        }

        // Then
        assertThat(scheduler.replicas()).isEqualTo(1);
    }

    @Test
    void shouldForgetAReplicaThatNoLongerReports() {
        var reports = new ArrayList<Load>();
        var lanes = new Lanes(Map.of("chat", 2), reports::forEach, pool -> scheduler("least-loaded"));
        reports.add(load("a", 0, 0, NOW - Lanes.STALE_MS));
        reports.add(load("b", 1, 50, NOW));
        assertThat(lanes.pick("chat", PromptPrefix.NONE, 1, NOW)).hasValue(0);
        assertThat(lanes.pick("chat", PromptPrefix.NONE, 1, NOW + Lanes.REFRESH_MS))
                .hasValue(1);
        assertThat(lanes.replica("a", NOW + Lanes.REFRESH_MS)).isEmpty();
    }

    @Test
    void shouldChooseNoLaneBeyondThoseThatAreSetUp() {
        var lanes = new Lanes(
                Map.of("chat", 2),
                each -> List.of(load("a", 1, 50, NOW), load("b", 2, 0, NOW), load("c", -1, 0, NOW))
                        .forEach(each),
                pool -> scheduler("least-loaded"));
        assertThat(lanes.pick("chat", PromptPrefix.NONE, 1, NOW)).hasValue(1);
    }

    @Test
    void shouldFindNoLaneOfAPoolThatIsNotSetUp() {
        var lanes = new Lanes(Map.of("chat", 2), each -> {}, pool -> scheduler("least-loaded"));
        assertThat(lanes.pick("other", PromptPrefix.NONE, 1, NOW)).isEmpty();
    }

    @Test
    void shouldLetCallsWaitOnAnyLaneWhileNobodyServesThePool() {
        var lanes = new Lanes(Map.of("chat", 3), each -> {}, pool -> scheduler(Policies.DEFAULT));
        assertThat(IntStream.range(0, 3)
                        .map(i -> lanes.pick("chat", PROMPT, 1, NOW).orElseThrow()))
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void shouldKeepNothingOfCallsThatWaitForAnybody() {
        var scheduler = scheduler(Policies.DEFAULT);
        var lanes = new Lanes(Map.of("chat", 3), each -> {}, pool -> scheduler);
        for (int i = 0; i < 10_000; i++) {
            assertThat(lanes.pick("chat", PROMPT, 320, NOW)).isPresent();
        }
        assertThat(scheduler.calls()).isZero();
    }

    @Test
    void shouldKnowEachPolicyByItsName() {
        assertThat(Policies.names())
                .hasSize(8)
                .allSatisfy(name -> assertThat(scheduler(name).pick(PROMPT, 1, List.of(lane(3, "a", 0))))
                        .isEqualTo(3));
        assertThatThrownBy(() -> scheduler("best")).hasMessageContaining("cache-aware");
    }

    private Scheduler scheduler(String policy) {
        return Policies.scheduler(policy, 1, 1, clock::get);
    }

    private static Lane lane(int number, String replica, int calls) {
        return lane(number, replica, calls, NOW);
    }

    private static Lane lane(int number, String replica, int calls, long reportedAt) {
        return new Lane(number, replica(replica, calls, reportedAt, PrefixSketch.EMPTY));
    }

    private static Replica replica(String name, int calls, long reportedAt, PrefixSketch sketch) {
        return new Replica(name, 0, calls, 1, 0, 0, sketch, reportedAt);
    }

    private static Load load(String replica, int lane, int running, long at) {
        return Load.newBuilder()
                .setReplica(replica)
                .setPool("chat")
                .setLanes(List.of(lane))
                .setRunning(running)
                .setLimit(1)
                .setAt(at)
                .build();
    }
}
