package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceRequest;
import io.millrace.events.tokens.PrefixSketch;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a worker tells its service of scopes, and the topology of prompts. */
@Timeout(120)
final class WorkerScopesIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();

    @RegisterExtension
    final PoolFixture fixture = new PoolFixture(PLATFORM);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void shouldTellTheServiceOfItsScopesAndReportTheBlocksThatItRead() throws InterruptedException {
        // Given
        var request = "scope-" + fixture.pool();
        fixture.worker(service(), Map.of());
        var part = fixture.call(request, 3);
        part.setScope("s");
        part.setIndex(3);
        part.setPrefix(List.of(11L, 12L));
        // When
        fixture.write(part);
        fixture.awaitEnds(request, 1);
        var end = WorkSamples.scopeEnd("s", 4);
        end.setRequestId(request);
        fixture.write(end);
        // Then
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("part 3 of s");
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("end of s with 4");
        try (var loads = PLATFORM.reader(TokensTopics.LOADS, Isolation.UNCOMMITTED)) {
            loads.awaitMatching(
                    1,
                    PoolFixture.PATIENCE,
                    report -> report.value() != null
                            && report.value().getPool().equals(fixture.pool())
                            && report.value().getHeldTokens() == 32
                            && report.value().getSince() > 0
                            && PrefixSketch.of(report.value().getSketch()).mayHold(12));
        }
    }

    private Service service() {
        return new Service() {

            @Override
            public ServiceAnswer call(ServiceRequest request) {
                told.add("part " + request.index() + " of " + request.scope());
                return ServiceAnswer.text("heard");
            }

            @Override
            public void scopeEnded(String scope, int cardinality) {
                told.add("end of " + scope + " with " + cardinality);
            }

            @Override
            public void close() {}
        };
    }
}
