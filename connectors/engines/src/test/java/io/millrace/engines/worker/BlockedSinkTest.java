package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.topic.Trace;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing can be sent for a while, as with a producer whose buffer is full: calls can be ended and counted all the same. */
@Timeout(30)
final class BlockedSinkTest {

    private final RecordingSink recorded = new RecordingSink();
    private final CountDownLatch room = new CountDownLatch(1);
    private final ExecutorService sender = Threads.single("sender");
    private final CallFixture calls = new CallFixture(new BlockedSink(), sender);

    @AfterEach
    void stopCalls() {
        room.countDown();
        calls.close();
        sender.shutdownNow();
    }

    @Test
    void shouldAbortAtOnceAndSendAllInOrderLater() {
        var call = calls.begin(WorkSamples.call("r", 0));
        call.text("One. ");
        call.text("two");

        call.abort(EngineFailure.CANCELLED, "the client has gone");

        assertThat(calls.callee.cancelled).hasValue(1);
        assertThat(recorded.elements).isEmpty();
        room.countDown();
        await().untilAsserted(() -> assertThat(recorded.elements)
                .extracting(Element::getKind)
                .containsExactly(ElementKind.START, ElementKind.DATA, ElementKind.DATA, ElementKind.ERROR));
        assertThat(recorded.elements).extracting(Element::getSeq).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void shouldEndAtTheDeadlineWhileAnotherCallCannotSend() {
        calls.begin(WorkSamples.call("r", 0));
        var work = WorkSamples.call("r", 1);
        work.setDeadline(CallFixture.NOW.toEpochMilli() + 1);

        calls.begin(work);

        await().untilAsserted(() -> assertThat(calls.callee.cancelled).hasValue(1));
    }

    @Test
    void shouldTellItsLoad() {
        var lanes = new Lanes(2, new CallLedger(10, new AtomicLong()::incrementAndGet));
        lanes.open(0);
        lanes.offer(0, 0, WorkSamples.call("r", 0), Trace.NONE);
        lanes.offer(0, 1, WorkSamples.call("r", 1), Trace.NONE);
        try (var runner = calls.runner(lanes)) {
            runner.startWaiting();
            await().untilAsserted(() -> assertThat(calls.callee.started).hasValue(2));

            var load = runner.load(0);

            assertThat(load.getRunning()).isEqualTo(2);
            assertThat(load.getQueuedTokens()).isEqualTo(20);
        }
    }

    @Test
    void shouldHoldUpAnEngineThatSaysMoreThanCanBeSentUntilItsCallIsAborted() throws Exception {
        // Given
        var call = calls.begin(WorkSamples.call("r", 0));
        var said = new AtomicLong();
        var engine = new Thread(() -> {
            for (int i = 0; i < 10 * Outbox.ROOM; i++) {
                call.text("One. ");
                said.incrementAndGet();
            }
        });
        engine.start();
        await().until(() -> engine.getState() == Thread.State.WAITING);
        assertThat(said.get()).isBetween((long) Outbox.ROOM - 1, Outbox.ROOM + 2L);

        // When
        call.abort(EngineFailure.CANCELLED, "the client has gone");

        // Then
        engine.join();
        assertThat(said).hasValue(10 * Outbox.ROOM);
        assertThat(calls.callee.cancelled).hasValue(1);
    }

    @Test
    void shouldLetAnEngineGoOnWhenThereIsRoomAgain() throws Exception {
        // Given
        var call = calls.begin(WorkSamples.call("r", 0));
        var engine = new Thread(() -> {
            for (int i = 0; i < 10 * Outbox.ROOM; i++) {
                call.text("One. ");
            }
        });
        engine.start();
        await().until(() -> engine.getState() == Thread.State.WAITING);

        // When
        room.countDown();

        // Then
        engine.join();
        await().untilAsserted(() -> assertThat(recorded.elements).hasSize(1 + 10 * Outbox.ROOM));
    }

    private final class BlockedSink implements ElementSink {

        @Override
        public boolean offer(Element element, Trace trace, Runnable acknowledged) {
            return room.getCount() == 0 && recorded.offer(element, trace, acknowledged);
        }

        @Override
        public void send(Element element, Trace trace, Runnable acknowledged) {
            awaitRoom();
            recorded.send(element, trace, acknowledged);
        }

        @Override
        public void send(DocumentChunk chunk, Trace trace, Runnable acknowledged) {
            awaitRoom();
            recorded.send(chunk, trace, acknowledged);
        }

        private void awaitRoom() {
            try {
                room.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
