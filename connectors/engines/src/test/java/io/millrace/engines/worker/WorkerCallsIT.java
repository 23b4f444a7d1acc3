package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker makes of calls. */
@Timeout(120)
final class WorkerCallsIT {

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
    void shouldStreamElementsInOrderWithoutGaps() {
        fixture.worker(Map.of());

        fixture.work().writeTo(0, "r1-" + pool, WorkSamples.call(pool, "r1-" + pool, 0));

        var run = fixture.awaitTerminals("r1-" + pool, 1);
        assertThat(run)
                .extracting(Element::getKind)
                .startsWith(ElementKind.START)
                .endsWith(ElementKind.END);
        assertThat(WorkedPool.text(run)).isEqualTo("Streams flow. They meet.");
        for (int seq = 0; seq < run.size(); seq++) {
            assertThat(run.get(seq).getSeq()).isEqualTo(seq);
        }
        assertThat(run.get(0).getPool()).isEqualTo(pool);
        assertThat(run.get(0).getTenant()).isEqualTo("acme");
        assertThat(run.get(run.size() - 1).getUsage().getCompletionTokens()).isEqualTo(4);
    }

    @Test
    void shouldDropRepeatOfFinishedCall() {
        var request = "repeat-" + pool;
        fixture.worker(Map.of());
        fixture.work().writeTo(0, request, WorkSamples.call(pool, request, 0));
        fixture.awaitTerminals(request, 1);

        fixture.work().writeTo(0, request, WorkSamples.call(pool, request, 0));
        fixture.work().writeTo(0, request, WorkSamples.call(pool, request, 1));

        fixture.awaitTerminals(request, 2);
        assertThat(fixture.server().requests()).hasSize(2);
    }

    @Test
    void shouldAbortBeforeTheFirstTokenWhenCancelled() throws Exception {
        // Given
        var request = "cancel-" + pool;
        var gone = new CountDownLatch(1);
        fixture.server().script((asked, reply) -> {
            reply.open().awaitClientGone();
            gone.countDown();
        });
        fixture.worker(Map.of());
        var call = WorkSamples.call(pool, request, 0);
        fixture.work().writeTo(0, request, call);
        await().until(() -> fixture.server().requests().size() == 1);

        // When
        var before = System.nanoTime();
        fixture.work().writeTo(0, request, WorkSamples.cancel(call, null));

        // Then
        gone.await();
        var aborted = Duration.ofNanos(System.nanoTime() - before);
        var run = fixture.awaitTerminals(request, 1);
        assertThat(run).extracting(Element::getKind).containsExactly(ElementKind.START, ElementKind.ERROR);
        assertThat(run.get(1).getErrorCode()).isEqualTo("CANCELLED");
        assertThat(run.get(1).getUsage().getPromptTokens()).isPositive();
        assertThat(aborted).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void shouldBeginAfreshWhatWasCancelledAndComesAgain() {
        // Given
        var request = "again-" + pool;
        fixture.worker(Map.of());
        var call = WorkSamples.call(pool, request, 0);
        fixture.work().writeTo(0, request, call);
        fixture.awaitTerminals(request, 1);

        // When
        fixture.work().writeTo(0, request, WorkSamples.cancel(call, null));
        fixture.work().writeTo(0, request, call);

        // Then
        var both = fixture.awaitTerminals(request, 2);
        assertThat(both.stream().map(Element::getRun).distinct()).hasSize(2);
    }

    @Test
    void shouldSetAsideUndecodableWorkAndGoOn() {
        // Given
        var request = "poison-" + pool;
        fixture.worker(Map.of());

        // When
        try (var raw = PLATFORM.rawWriter(TokensTopics.WORK_PREFIX + pool)) {
            raw.writeTo(0, request, "nonsense".getBytes(StandardCharsets.UTF_8));
        }
        fixture.work().writeTo(0, request, WorkSamples.call(pool, request, 0));

        // Then
        fixture.awaitTerminals(request, 1);
        var letters = fixture.open(
                PLATFORM.reader(WorkDeadLetters.APPLICATION + ".dlq", (name, bytes) -> bytes, Isolation.UNCOMMITTED));
        var letter = letters.awaitMatching(1, PATIENCE, message -> request.equals(message.key()));
        assertThat(letter.get(0).value()).isEqualTo("nonsense".getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.committed(0)).isEqualTo(2));
    }

    @Test
    void shouldAnswerLateAndUnreadableWorkWithErrors() {
        var request = "bad-" + pool;
        fixture.worker(Map.of());
        var late = WorkSamples.call(pool, request, 0);
        late.setDeadline(1);
        var unreadable = WorkSamples.call(pool, request, 1);
        unreadable.setInput("{\"index\": ");

        fixture.work().writeTo(0, request, late);
        fixture.work().writeTo(0, request, unreadable);

        var all = fixture.awaitTerminals(request, 2);
        assertThat(all).extracting(Element::getErrorCode).contains("DEADLINE", "INVALID_INPUT");
        assertThat(fixture.server().requests()).isEmpty();
    }
}
