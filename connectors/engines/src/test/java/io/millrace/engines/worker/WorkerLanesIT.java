package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.engine.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How workers share lanes, hand them over and lose them. */
@Timeout(120)
final class WorkerLanesIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();

    @RegisterExtension
    final PoolFixture fixture = new PoolFixture(PLATFORM);

    private final String pool = fixture.pool();

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
        fixture.write(fixture.call(request, 0));
        fixture.awaitElements(request, 2);

        // When
        victim.kill();
        fixture.server().script(Script.saying("whole answer"));
        fixture.worker(Map.of());

        // Then
        var all = fixture.awaitEnds(request, 1);
        assertThat(all.stream().map(Element::getRun).distinct()).hasSize(2);
        var last = all.get(all.size() - 1).getRun();
        var again =
                all.stream().filter(element -> element.getRun().equals(last)).toList();
        assertThat(PoolFixture.text(again)).isEqualTo("whole answer");
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
            fixture.write(fixture.call(request, index));
        }
        fixture.awaitEnds(request, 50);

        // When
        victim.kill();
        fixture.group().removeMembers();

        // Then
        assertThat(fixture.group().committed()).isZero();
        fixture.server().script(Script.saying("now"));
        fixture.worker(Map.of());
        fixture.awaitEnds(request, 101);
        fixture.group().awaitCommitted(51);
    }

    @Test
    void shouldMoveLanesToSecondWorkerAndBack() {
        // Given
        var request = "moves-" + pool;
        fixture.worker(Map.of());
        fixture.write(fixture.call(request, 0));
        fixture.write(1, fixture.call(request, 1));
        fixture.awaitEnds(request, 2);

        // When
        var second = fixture.worker(Map.of(WorkerSettings.REPLICA, "second"));
        await().atMost(PoolFixture.PATIENCE).until(() -> replicasOf(request).contains("second-" + pool));

        // Then
        second.close();
        fixture.write(fixture.call(request, 1000));
        fixture.write(1, fixture.call(request, 1001));
        await().atMost(PoolFixture.PATIENCE).until(() -> ended(request, 1000) && ended(request, 1001));
    }

    @Test
    void shouldHandOverRunningCallWhenClosed() {
        // Given
        var request = "handover-" + pool;
        fixture.server().script((asked, reply) -> reply.token("half ").hang());
        var first = fixture.worker(Map.of(WorkerSettings.CLOSE_TIMEOUT, "100"));
        fixture.write(fixture.call(request, 0));
        fixture.awaitElements(request, 2);

        // When
        first.close();

        // Then
        var handedOver = fixture.awaitEnds(request, 1);
        assertThat(handedOver.get(handedOver.size() - 1).getErrorCode()).isEqualTo("CANCELLED");
        fixture.server().script(Script.saying("whole answer"));
        fixture.worker(Map.of());
        var all = fixture.awaitEnds(request, 2);
        assertThat(all.get(all.size() - 1).getKind()).isEqualTo(ElementKind.END);
    }

    @Test
    void shouldHoldBackLaneThatIsFull() throws Exception {
        // Given
        var request = "full-" + pool;
        var open = new CountDownLatch(1);
        fixture.server()
                .script((asked, reply) -> reply.await(open).words("free").done());
        fixture.worker(Map.of(WorkerSettings.LANE_QUEUE, "10", WorkerSettings.REPLICA, "full"));
        for (int index = 0; index < 150; index++) {
            fixture.write(fixture.call(request, index));
        }

        // When
        var loads = fixture.open(PLATFORM.reader(TokensTopics.LOADS, Isolation.UNCOMMITTED));
        loads.awaitMatching(
                3,
                PoolFixture.PATIENCE,
                load -> load.value() != null
                        && load.key().equals("full-" + pool)
                        && load.value().getWaiting() >= 10
                        && load.value().getRunning() == 8);

        // Then
        assertThat(loads.seen().stream()
                        .filter(load -> load.key().equals("full-" + pool))
                        .map(ConsumerRecord::value))
                .allMatch(load -> load.getWaiting() <= 10);
        open.countDown();
        fixture.awaitEnds(request, 150);
    }

    @Test
    void shouldReportWhatItHasNotTakenAndHowLongCallsTake() {
        // Given many more than may run and wait
        var request = "behind-" + pool;
        var open = new CountDownLatch(1);
        fixture.server()
                .script((asked, reply) -> reply.await(open).words("free").done());
        for (int index = 0; index < 150; index++) {
            fixture.write(fixture.call(request, index));
        }
        var loads = fixture.open(PLATFORM.reader(TokensTopics.LOADS, Isolation.UNCOMMITTED));

        // When
        fixture.worker(Map.of(WorkerSettings.LANE_QUEUE, "1", WorkerSettings.REPLICA, "behind"));

        // Then
        loads.awaitMatching(
                1,
                PoolFixture.PATIENCE,
                load -> load.value() != null
                        && load.key().equals("behind-" + pool)
                        && load.value().getUnread() == 141
                        && load.value().getWaiting() + load.value().getRunning() == 9
                        && load.value().getMeanCallMillis() == null);
        open.countDown();
        loads.awaitMatching(
                1,
                PoolFixture.PATIENCE,
                load -> load.value() != null
                        && load.key().equals("behind-" + pool)
                        && load.value().getUnread() == 0
                        && load.value().getMeanCallMillis() != null);
    }

    @Test
    void shouldTakeItsLoadAwayWhenClosed() {
        // Given
        var worker = fixture.worker(Map.of(WorkerSettings.REPLICA, "gone"));
        var loads = fixture.open(PLATFORM.reader(TokensTopics.LOADS, Isolation.UNCOMMITTED));
        loads.awaitMatching(
                1,
                PoolFixture.PATIENCE,
                load -> load.key().equals("gone-" + pool)
                        && load.value() != null
                        && load.value().getLanes().equals(List.of(0, 1)));

        // When
        worker.close();

        // Then
        loads.awaitMatching(1, PoolFixture.PATIENCE, load -> load.key().equals("gone-" + pool) && load.value() == null);
    }

    /** Sends a call down each lane and says who did those of the request so far. */
    private List<String> replicasOf(String request) {
        int next = fixture.drain(request).size() + 10;
        fixture.write(fixture.call(request, next));
        fixture.write(1, fixture.call(request, next + 1));
        return fixture.drain(request).stream()
                .map(Element::getReplica)
                .distinct()
                .toList();
    }

    private boolean ended(String request, int index) {
        return fixture.drain(request).stream()
                .anyMatch(element ->
                        element.getPath().get(0).getIndex() == index && element.getKind() == ElementKind.END);
    }
}
