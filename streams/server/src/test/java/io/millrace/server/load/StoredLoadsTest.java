package io.millrace.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Load;
import io.millrace.events.serde.TrustedEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StoredLoadsTest {

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldCountAllThatIsBeforeACallThatComesNow() {
        var load = load().setRunning(4)
                .setWaiting(20)
                .setUnread(100)
                .setLimit(4)
                .setMeanCallMillis(0.5)
                .build();

        assertThat(stored(load))
                .containsExactly(
                        new ReplicaLoad("chat", 124, 4, Duration.ofNanos(500_000), Instant.ofEpochMilli(1_000)));
    }

    @Test
    void shouldExpectNoWaitAtAReplicaThatHasEndedNoCallYet() {
        assertThat(stored(load().setRunning(9).build()).get(0).expectedWait()).isZero();
    }

    @Test
    void shouldPassOverReplicasThatNoCallComesTo() {
        assertThat(stored(load().setLanes(List.of()).build())).isEmpty();
    }

    @Test
    void shouldPassOverNumbersThatNoReplicaCanHave() {
        assertThat(stored(
                        load().setLimit(0).build(),
                        load().setWaiting(-1).build(),
                        load().setMeanCallMillis(-1.0).build(),
                        load().setMeanCallMillis(Double.NaN).build(),
                        load().setMeanCallMillis(Double.POSITIVE_INFINITY).build()))
                .isEmpty();
    }

    private static List<ReplicaLoad> stored(Load... loads) {
        return new StoredLoads(new LoadsInMemory(List.of(loads))).all();
    }

    private static Load.Builder load() {
        return Load.newBuilder()
                .setReplica("one")
                .setPool("chat")
                .setLanes(List.of(0))
                .setAt(1_000);
    }
}
