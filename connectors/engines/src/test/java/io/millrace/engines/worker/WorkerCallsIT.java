package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a worker makes of calls. */
@Timeout(120)
final class WorkerCallsIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();

    @RegisterExtension
    final PoolFixture fixture = new PoolFixture(PLATFORM);

    private final String pool = fixture.pool();

    @Test
    void shouldStreamElementsInOrderWithoutGaps() {
        fixture.worker(Map.of());

        fixture.write(fixture.call("r1-" + pool, 0));

        var run = fixture.awaitEnds("r1-" + pool, 1);
        assertThat(run)
                .extracting(Element::getKind)
                .startsWith(ElementKind.START)
                .endsWith(ElementKind.END);
        assertThat(PoolFixture.text(run)).isEqualTo("Streams flow. They meet.");
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
        fixture.write(fixture.call(request, 0));
        fixture.awaitEnds(request, 1);

        fixture.write(fixture.call(request, 0));
        fixture.write(fixture.call(request, 1));

        fixture.awaitEnds(request, 2);
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
        var call = fixture.call(request, 0);
        fixture.write(call);
        await().until(() -> fixture.server().requests().size() == 1);

        // When
        var before = System.nanoTime();
        fixture.write(WorkSamples.cancel(call, null));

        // Then
        gone.await();
        var aborted = Duration.ofNanos(System.nanoTime() - before);
        var run = fixture.awaitEnds(request, 1);
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
        var call = fixture.call(request, 0);
        fixture.write(call);
        fixture.awaitEnds(request, 1);

        // When
        fixture.write(WorkSamples.cancel(call, null));
        fixture.write(call);

        // Then
        var both = fixture.awaitEnds(request, 2);
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
        fixture.write(fixture.call(request, 0));

        // Then
        fixture.awaitEnds(request, 1);
        var letters = fixture.open(
                PLATFORM.reader(WorkDeadLetters.APPLICATION + ".dlq", (name, bytes) -> bytes, Isolation.UNCOMMITTED));
        var letter = letters.awaitMatching(1, PoolFixture.PATIENCE, message -> request.equals(message.key()));
        assertThat(letter.get(0).value()).isEqualTo("nonsense".getBytes(StandardCharsets.UTF_8));
        fixture.group().awaitCommitted(2);
    }

    @Test
    void shouldAnswerLateAndUnreadableWorkWithErrors() {
        var request = "bad-" + pool;
        fixture.worker(Map.of());
        var late = fixture.call(request, 0);
        late.setDeadline(1);
        var unreadable = fixture.call(request, 1);
        unreadable.setInput("{\"index\": ");

        fixture.write(late);
        fixture.write(unreadable);

        var all = fixture.awaitEnds(request, 2);
        assertThat(all).extracting(Element::getErrorCode).contains("DEADLINE", "INVALID_INPUT");
        assertThat(fixture.server().requests()).isEmpty();
    }
}
