package io.millrace.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectedWaitTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final Set<String> CHAT = Set.of("chat");

    private final ExpectedWait expected = new ExpectedWait(FRESH);

    @Test
    void shouldWaitForNothingWhileAPlaceIsFree() {
        assertThat(expected(replica("chat", 0, 4, 800))).isZero();
        assertThat(expected(replica("chat", 3, 4, 800))).isZero();
    }

    @Test
    void shouldWaitForOnePlaceToBecomeFreeWhenAllAreTaken() {
        assertThat(expected(replica("chat", 4, 4, 800))).hasMillis(200);
    }

    @Test
    void shouldWaitForAllThatCameBefore() {
        // 16 wait before it and 4 run: the 17th end is its turn, one comes each 200 ms
        assertThat(expected(replica("chat", 20, 4, 800))).hasMillis(17 * 200);
        assertThat(expected(replica("chat", 20, 1, 800))).hasMillis(20 * 800);
    }

    @Test
    void shouldWaitAtTheLeastLoadedReplicaOfAPool() {
        assertThat(expected(replica("chat", 20, 4, 800), replica("chat", 9, 4, 1_000), replica("chat", 400, 8, 10)))
                .hasMillis(393 * 10 / 8);
    }

    @Test
    void shouldWaitAsLongAsAtTheSlowestOfItsPools() {
        var replicas =
                List.of(replica("chat", 4, 4, 800), replica("retrieve", 10, 1, 60), replica("other", 99, 1, 9_000));

        assertThat(expected.of(Set.of("chat", "retrieve"), replicas, NOW)).hasMillis(600);
    }

    @Test
    void shouldExpectNothingOfPoolsThatNobodyReported() {
        assertThat(expected()).isZero();
        assertThat(expected(replica("other", 99, 1, 9_000))).isZero();
        assertThat(expected.of(Set.of(), List.of(replica("chat", 99, 1, 9_000)), NOW))
                .isZero();
    }

    @Test
    void shouldLeaveOutReportsThatAreTooOld() {
        var load = replica("chat", 99, 1, 1_000);

        assertThat(expected(at(load, NOW.minus(FRESH).plusMillis(1)))).hasSeconds(99);
        assertThat(expected(at(load, NOW.minus(FRESH)))).hasSeconds(99);
        assertThat(expected(at(load, NOW.minus(FRESH).minusMillis(1)))).isZero();
    }

    @Test
    void shouldRefuseLoadsThatNoReplicaCanHave() {
        assertThatThrownBy(() -> replica("chat", -1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> replica("chat", 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> replica("chat", 0, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private Duration expected(ReplicaLoad... replicas) {
        return expected.of(CHAT, List.of(replicas), NOW);
    }

    private static ReplicaLoad replica(String pool, long calls, int limit, long meanMillis) {
        return new ReplicaLoad(pool, calls, limit, Duration.ofMillis(meanMillis), NOW);
    }

    private static ReplicaLoad at(ReplicaLoad load, Instant at) {
        return new ReplicaLoad(load.pool(), load.calls(), load.limit(), load.meanCall(), at);
    }
}
