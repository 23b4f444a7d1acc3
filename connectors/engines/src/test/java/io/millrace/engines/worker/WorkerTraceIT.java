package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trace context goes through a worker. */
@Timeout(120)
final class WorkerTraceIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();

    @RegisterExtension
    final PoolFixture fixture = new PoolFixture(PLATFORM);

    @Test
    void shouldHandOnTheTraceOfWork() throws Exception {
        var engine = HeldEngine.saying("whole ");
        var request = "traced-" + fixture.pool();
        var trace = new RecordHeader("traceparent", "00-abc".getBytes(StandardCharsets.UTF_8));
        engine.holdNoLonger("answer");
        fixture.worker(engine, Map.of());

        fixture.open(PLATFORM.writer(fixture.topic())).writeTo(0, request, fixture.call(request), trace);

        fixture.awaitEnds(request, 1);
        assertThat(fixture.records(request))
                .allSatisfy(element -> assertThat(element.headers()).containsExactly(trace));
    }
}
