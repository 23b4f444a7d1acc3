package io.millrace.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Load;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.queries.Problem;
import io.millrace.server.publish.Published;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GoneReplicasTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant OLDEST = NOW.minus(GoneReplicas.SILENCE);

    private final List<ProducerRecord<String, byte[]>> written = new ArrayList<>();

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @Test
    void shouldTakeAwayTheReportsOfThoseSilentForLongerThanAnHour() {
        forget(CompletableFuture.completedFuture(new Published("tokens.loads", 0, 0, false)));

        assertThat(written)
                .containsExactly(
                        new ProducerRecord<>("tokens.loads", "gone", null),
                        new ProducerRecord<>("tokens.loads", "longer", null));
    }

    @Test
    void shouldLeaveTheRestForLaterWhereNothingCanBeWritten() {
        forget(CompletableFuture.failedFuture(Problem.TIMEOUT.because("the broker is away")));

        assertThat(written).hasSize(1);
    }

    private void forget(CompletableFuture<Published> outcome) {
        var loads = new StoredLoads(new LoadsInMemory(List.of(
                report("later", OLDEST.plusMillis(1)),
                report("just", OLDEST),
                report("gone", OLDEST.minusMillis(1)),
                report("longer", Instant.EPOCH))));
        var replicas = new GoneReplicas(
                loads,
                event -> {
                    written.add(event);
                    return outcome;
                },
                Clock.fixed(NOW, ZoneOffset.UTC));

        replicas.forget();
    }

    private static Load report(String replica, Instant at) {
        return Load.newBuilder()
                .setReplica(replica)
                .setPool("chat")
                .setLanes(List.of(0))
                .setAt(at.toEpochMilli())
                .build();
    }
}
