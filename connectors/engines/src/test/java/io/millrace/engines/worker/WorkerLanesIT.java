package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.engine.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How workers share lanes, hand them over and lose them. */
@Timeout(120)
final class WorkerLanesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final String pool = PLATFORM.uniqueName("pool");
    private WorkedPool fixture;

    @BeforeEach
    void openPool() throws IOException {
        fixture = WorkedPool.open(pool);
    }

    @AfterEach
    void closePool() throws Exception {
        fixture.close();
    }

    @Test
    void shouldDoWorkAgainWhenTheWorkerIsKilled() {
        // Given
        var request = "killed-" + pool;
        var begun = new CountDownLatch(1);
        fixture.server().script((asked, reply) -> {
            reply.token("half ");
            begun.countDown();
            reply.hang();
        });
        var victim = fixture.child();
        fixture.work().writeTo(0, request, WorkSamples.call(pool, request, 0));
        fixture.awaitCount(request, 2);

        // When
        victim.kill();
        fixture.server().script(Script.saying("whole answer"));
        fixture.worker(Map.of());

        // Then
        var all = fixture.awaitTerminals(request, 1);
        assertThat(all.stream().map(Element::getRun).distinct()).hasSize(2);
        var last = all.get(all.size() - 1).getRun();
        var again =
                all.stream().filter(element -> element.getRun().equals(last)).toList();
        assertThat(WorkedPool.text(again)).isEqualTo("whole answer");
        assertThat(again.get(0).getSeq()).isZero();
    }

    @Test
    void shouldNotCommitPastWorkThatHangsThoughFiftyLaterOnesEnded() throws Exception {
        // Given
        var request = "hang-" + pool;
        fixture.server().script((asked, reply) -> {
            if (asked.lastMessage().endsWith(" 0")) {
                reply.hang();
            }
            reply.words("done at once").done();
        });
        var victim = fixture.child();
        for (int index = 0; index <= 50; index++) {
            fixture.work().writeTo(0, request, WorkSamples.call(pool, request, index));
        }
        fixture.awaitTerminals(request, 50);

        // When
        victim.kill();

        // Then
        assertThat(fixture.committed(0)).isZero();
        fixture.server().script(Script.saying("now"));
        fixture.worker(Map.of());
        fixture.awaitTerminals(request, 101);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.committed(0)).isEqualTo(51));
    }

    @Test
    void shouldMoveLanesToSecondWorkerAndBack() {
        // Given
        var request = "moves-" + pool;
        fixture.worker(Map.of());
        fixture.work().writeTo(0, request, WorkSamples.call(pool, request, 0));
        fixture.work().writeTo(1, request, WorkSamples.call(pool, request, 1));
        fixture.awaitTerminals(request, 2);

        // When
        var second = fixture.worker(Map.of("worker.replica", "second"));
        await().atMost(PATIENCE).until(() -> fixture.replicasOf(request).contains("second-" + pool));

        // Then
        second.close();
        fixture.work().writeTo(0, request, WorkSamples.call(pool, request, 1000));
        fixture.work().writeTo(1, request, WorkSamples.call(pool, request, 1001));
        await().atMost(PATIENCE).until(() -> fixture.ended(request, 1000) && fixture.ended(request, 1001));
    }

    @Test
    void shouldHandOverRunningCallWhenClosed() {
        // Given
        var request = "handover-" + pool;
        fixture.server().script((asked, reply) -> reply.token("half ").hang());
        var first = fixture.worker(Map.of("worker.close.timeout.ms", "100"));
        fixture.work().writeTo(0, request, WorkSamples.call(pool, request, 0));
        fixture.awaitCount(request, 2);

        // When
        first.close();

        // Then
        var handedOver = fixture.awaitTerminals(request, 1);
        assertThat(handedOver.get(handedOver.size() - 1).getErrorCode()).isEqualTo("CANCELLED");
        fixture.server().script(Script.saying("whole answer"));
        fixture.worker(Map.of());
        var all = fixture.awaitTerminals(request, 2);
        assertThat(all.get(all.size() - 1).getKind()).isEqualTo(ElementKind.END);
    }

    @Test
    void shouldHoldBackLaneThatIsFull() throws Exception {
        // Given
        var request = "full-" + pool;
        var open = new CountDownLatch(1);
        fixture.server()
                .script((asked, reply) -> reply.await(open).words("free").done());
        var settings =
                WorkerSettings.of(pool, fixture.raw(Map.of("worker.lane.queue.max", "10", "worker.replica", "full")));
        fixture.worker(settings);
        for (int index = 0; index < 400; index++) {
            fixture.work().writeTo(0, request, WorkSamples.call(pool, request, index));
        }

        // When
        var loads = fixture.open(PLATFORM.reader(TokensTopics.LOADS, Isolation.UNCOMMITTED));
        loads.awaitMatching(
                3,
                PATIENCE,
                load -> load.value() != null
                        && load.key().equals("full-" + pool)
                        && load.value().getWaiting() >= 10
                        && load.value().getRunning() == 8);

        // Then: one poll of 100 records may go beyond the mark of each of two lanes
        assertThat(loads.seen().stream().map(ConsumerRecord::value).filter(Objects::nonNull))
                .allMatch(load -> load.getWaiting() < 220);
        open.countDown();
        fixture.awaitTerminals(request, 400);
    }

    @Test
    void shouldTakeItsLoadAwayWhenClosed() {
        // Given
        var worker = fixture.worker(Map.of("worker.replica", "gone"));
        var loads = fixture.open(PLATFORM.reader(TokensTopics.LOADS, Isolation.UNCOMMITTED));
        loads.awaitMatching(
                1,
                PATIENCE,
                load -> load.key().equals("gone-" + pool)
                        && load.value() != null
                        && load.value().getLanes().equals(List.of(0, 1)));

        // When
        worker.close();

        // Then
        loads.awaitMatching(1, PATIENCE, load -> load.key().equals("gone-" + pool) && load.value() == null);
    }
}
