package io.millrace.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolImbalanceTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ReplicaLoad> reports = new ArrayList<>();

    @Test
    void shouldSetTheBusiestReplicaAgainstTheMeanOfItsPool() {
        var imbalance = new PoolImbalance(() -> reports, meters, Clock.fixed(NOW, ZoneOffset.UTC));
        report("chat", 9, 0);
        report("chat", 3, 3_000);
        report("chat", 0, 0);
        report("chat", 100, 3_001);
        report("retrieve", 0, 0);

        imbalance.measure();

        assertThat(gauge("chat")).isEqualTo(9 / 4.0);
        assertThat(gauge("retrieve")).isZero();

        reports.clear();
        imbalance.measure();
        assertThat(gauge("chat")).isZero();
    }

    @Test
    void shouldStayWhileNothingCanBeRead() {
        var imbalance = new PoolImbalance(
                () -> {
                    throw new ProblemException(Problem.NOT_READY, "the store is restored");
                },
                meters,
                Clock.fixed(NOW, ZoneOffset.UTC));
        imbalance.measure();
        assertThat(meters.getMeters()).isEmpty();
    }

    private double gauge(String pool) {
        return meters.get("millrace.pool.imbalance").tag("pool", pool).gauge().value();
    }

    private void report(String pool, long calls, long ageMs) {
        reports.add(new ReplicaLoad(pool, calls, 8, Duration.ZERO, NOW.minusMillis(ageMs)));
    }
}
