package io.millrace.tokens.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Load;
import io.millrace.tokens.schedule.Scheduler.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final long NOW = 100_000;

    @Test
    void shouldTakeLanesInTurn() {
        var scheduler = new RoundRobin();
        var lanes = List.of(new Lane(0, "a", 0, 1, 0), new Lane(1, "b", 9, 1, 0), new Lane(2, "c", 0, 1, 0));
        assertThat(IntStream.range(0, 6).map(i -> scheduler.pick(1, lanes))).containsExactly(1, 2, 0, 1, 2, 0);
    }

    @Test
    void shouldTakeTheReplicaWithTheLeastToDoForItsSize() {
        var lanes = List.of(new Lane(0, "a", 4, 4, 0), new Lane(1, "b", 6, 8, 0), new Lane(2, "c", 2, 1, 0));
        assertThat(new LeastLoaded().pick(1, lanes)).isEqualTo(1);
    }

    @Test
    void shouldCountWhatItSentSinceTheReport() {
        var scheduler = new LeastLoaded();
        var lanes = List.of(new Lane(0, "a", 0, 1, 7), new Lane(1, "b", 2, 1, 7));
        var picks =
                IntStream.range(0, 5).map(i -> scheduler.pick(1, lanes)).boxed().toList();
        assertThat(picks).filteredOn(lane -> lane == 0).hasSizeBetween(3, 4);
        // When a new report comes, what was sent before is in it
        assertThat(scheduler.pick(1, List.of(new Lane(0, "a", 0, 1, 8), new Lane(1, "b", 2, 1, 8))))
                .isZero();
    }

    @Test
    void shouldKeepNothingOfReplicasThatNeverSayGoodbye() {
        // Given a hundred replicas, each of which takes over the lane of one that was killed
        var reports = new ArrayList<Load>();
        var scheduler = new LeastLoaded();
        var lanes = new Lanes(Map.of("chat", 1), reports::forEach, () -> scheduler);

        // When
        for (var i = 0; i < 100; i++) {
            var now = NOW + i * 2 * Lanes.STALE_MS;
            reports.add(load("replica-" + i, 0, 0, now));
            lanes.pick("chat", 1, now);
        }

        // Then
        assertThat(scheduler.replicas()).isEqualTo(1);
    }

    @Test
    void shouldForgetAReplicaThatNoLongerReports() {
        var reports = new ArrayList<Load>();
        var lanes = new Lanes(Map.of("chat", 2), reports::forEach, LeastLoaded::new);
        reports.add(load("a", 0, 0, NOW - Lanes.STALE_MS));
        reports.add(load("b", 1, 50, NOW));
        assertThat(lanes.pick("chat", 1, NOW)).hasValue(0);
        assertThat(lanes.pick("chat", 1, NOW + Lanes.REFRESH_MS)).hasValue(1);
    }

    @Test
    void shouldChooseNoLaneBeyondThoseThatAreSetUp() {
        var lanes = new Lanes(
                Map.of("chat", 2),
                each -> List.of(load("a", 1, 50, NOW), load("b", 2, 0, NOW), load("c", -1, 0, NOW))
                        .forEach(each),
                LeastLoaded::new);
        assertThat(lanes.pick("chat", 1, NOW)).hasValue(1);
    }

    @Test
    void shouldFindNoLaneOfAPoolThatIsNotSetUp() {
        var lanes = new Lanes(Map.of("chat", 2), each -> {}, LeastLoaded::new);
        assertThat(lanes.pick("other", 1, NOW)).isEmpty();
    }

    @Test
    void shouldLetCallsWaitOnAnyLaneWhileNobodyServesThePool() {
        var lanes = new Lanes(Map.of("chat", 3), each -> {}, RoundRobin::new);
        assertThat(IntStream.range(0, 3).map(i -> lanes.pick("chat", 1, NOW).orElseThrow()))
                .containsExactlyInAnyOrder(0, 1, 2);
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
