package io.millrace.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Load;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.Provenance;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StorePage;
import io.millrace.queries.store.StoreReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The loads table without Kafka behind it. */
    private record LoadsInMemory(List<Load> loads) implements StoreReader {

        private static final Provenance PROVENANCE =
                new Provenance(-1, "here", Provenance.Role.GLOBAL, 0, Map.of(), Provenance.Isolation.COMMITTED);

        @Override
        public StoreDescription description() {
            throw new UnsupportedOperationException("not asked for here");
        }

        @Override
        public Optional<StoreEntry> get(String key) {
            throw new UnsupportedOperationException("not asked for here");
        }

        @Override
        public StorePage range(KeyRange range, int limit) {
            var entries = loads.stream()
                    .map(load -> new StoreEntry(load.getReplica(), load, PROVENANCE))
                    .toList();
            return new StorePage(entries, null);
        }
    }
}
