package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.documents.Payload;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Trace;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RunningCallTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
    private static final int MOST_BYTES = 1024 * 1024;

    private final List<Element> sent = new CopyOnWriteArrayList<>();
    private final RecordingSink sink = new RecordingSink();
    private final AtomicInteger ended = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final HeldCallee callee = new HeldCallee();

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void shouldNumberElementsFromStartToEnd() {
        var call = begin(WorkSamples.call("r", 0));

        call.text("One. ");
        call.text("Two. ");
        call.end(new TokenUsage(3, 2, 1));

        assertThat(sent)
                .extracting(Element::getKind)
                .containsExactly(ElementKind.START, ElementKind.DATA, ElementKind.DATA, ElementKind.END);
        assertThat(sent).extracting(Element::getSeq).containsExactly(0L, 1L, 2L, 3L);
        assertThat(sent).allMatch(element -> element.getRun() == 77);
        assertThat(sent.get(3).getUsage().getCachedTokens()).isEqualTo(2);
        assertThat(ended).hasValue(1);
    }

    @Test
    void shouldTellWithEachFragmentWhatTheCallHasUsed() {
        var call = begin(WorkSamples.call("r", 0));

        call.used(new TokenUsage(3, 0, 1));
        call.text("One. ");
        call.used(new TokenUsage(3, 0, 2));
        call.text("Two. ");

        assertThat(sent)
                .filteredOn(element -> element.getKind() == ElementKind.DATA)
                .extracting(element -> element.getUsage().getCompletionTokens())
                .containsExactly(1L, 2L);
    }

    @Test
    void shouldSendTextThatWaitsWithoutAnotherToken() {
        var call = begin(WorkSamples.call("r", 0));

        call.text("unfinished");

        await().untilAsserted(() -> assertThat(sent).hasSize(2));
        assertThat(sent.get(1).getText()).isEqualTo("unfinished");
    }

    @Test
    void shouldSendOneWholeElementForServiceAndNoEnd() {
        var call = begin(WorkSamples.call("r", 0));

        call.whole(ServiceAnswer.json(JsonNodeFactory.instance.arrayNode().add(1)));

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).getComplete()).isTrue();
        assertThat(sent.get(1).getJson()).isEqualTo("[1]");
        assertThat(sent.get(1).getUsage()).isNotNull();
        assertThat(ended).hasValue(1);
    }

    @Test
    void shouldSendAnAnswerOfTheMostBytesInAnElement() {
        var call = begin(WorkSamples.call("r", 0));

        call.whole(ServiceAnswer.text("é".repeat(Payload.MOST_BYTES / 2)));

        assertThat(sink.chunks).isEmpty();
        assertThat(sent.get(1).getText()).hasSize(Payload.MOST_BYTES / 2);
    }

    @Test
    void shouldTellOfAnAnswerOfOneByteMoreOnlyWhenAllItsChunksAreAcknowledged() {
        var call = begin(WorkSamples.call("r", 0));
        sink.held = true;

        call.whole(ServiceAnswer.text("é".repeat(Payload.MOST_BYTES / 2) + "!"));
        sink.acknowledge(0);

        assertThat(sink.chunks).hasSize(2);
        assertThat(sent).hasSize(1);
        sink.acknowledge(1);
        await().untilAsserted(() -> assertThat(ended).hasValue(1));
        assertThat(sent.get(1).getComplete()).isTrue();
        assertThat(sent.get(1).getSeq()).isEqualTo(1);
        assertThat(sent.get(1).getDocument().getBytes()).isEqualTo(Payload.MOST_BYTES + 1);
        assertThat(sent.get(1).getText()).isNull();
    }

    @Test
    void shouldRefuseAnAnswerOverTheLargestDocument() {
        var call = begin(WorkSamples.call("r", 0));

        call.whole(ServiceAnswer.text("x".repeat(MOST_BYTES + 1)));

        assertThat(sent.get(1).getErrorCode()).isEqualTo("ANSWER_TOO_LARGE");
        assertThat(sent.get(1).getSeq()).isEqualTo(1);
        assertThat(sink.chunks).isEmpty();
    }

    @Test
    void shouldSendTextBeforeTheFailure() {
        var call = begin(WorkSamples.call("r", 0));
        call.text("half");

        call.fail(new EngineFailure("STREAM_BROKEN", "it broke", true, new TokenUsage(5, 0, 1)));

        assertThat(sent.get(1).getText()).isEqualTo("half");
        assertThat(sent.get(2).getErrorCode()).isEqualTo("STREAM_BROKEN");
        assertThat(sent.get(2).getRetryable()).isTrue();
        assertThat(sent.get(2).getUsage().getPromptTokens()).isEqualTo(5);
    }

    @Test
    void shouldEndOnceOnly() {
        var call = begin(WorkSamples.call("r", 0));
        call.end(TokenUsage.NONE);

        call.text("late");
        call.end(TokenUsage.NONE);
        call.fail(new EngineFailure("STREAM_BROKEN", "late", true, TokenUsage.NONE));

        assertThat(sent).hasSize(2);
        assertThat(ended).hasValue(1);
    }

    @Test
    void shouldNotCallWhenTheDeadlineHasPassed() {
        for (long deadline : List.of(NOW.toEpochMilli() - 1, NOW.toEpochMilli())) {
            sent.clear();
            var work = WorkSamples.call("r", 0);
            work.setDeadline(deadline);

            begin(work);

            assertThat(sent.get(1).getErrorCode()).isEqualTo("DEADLINE");
        }
        assertThat(callee.started).hasValue(0);
    }

    @Test
    void shouldEndAtTheDeadline() {
        var work = WorkSamples.call("r", 0);
        work.setDeadline(NOW.toEpochMilli() + 1);

        begin(work);

        await().untilAsserted(() -> assertThat(sent).hasSize(2));
        assertThat(sent.get(1).getErrorCode()).isEqualTo("DEADLINE");
        assertThat(sent.get(1).getRetryable()).isFalse();
        assertThat(callee.started).hasValue(1);
    }

    @Test
    void shouldRefuseInputThatIsNoObject() {
        for (var input : List.of("{\"a\":", "[1]", "")) {
            sent.clear();
            var work = WorkSamples.call("r", 0);
            work.setInput(input);

            begin(work);

            assertThat(sent.get(1).getErrorCode()).as(input).isEqualTo("INVALID_INPUT");
        }
        assertThat(callee.started).hasValue(0);
    }

    @Test
    void shouldAbortWithUsageSoFar() {
        var call = begin(WorkSamples.call("r", 0));

        call.abort(EngineFailure.CANCELLED, "the client has gone");

        assertThat(sent.get(1).getErrorCode()).isEqualTo("CANCELLED");
        assertThat(sent.get(1).getErrorMessage()).isEqualTo("the client has gone");
        assertThat(sent.get(1).getUsage().getCompletionTokens()).isEqualTo(9);
    }

    @Test
    void shouldSayNothingOfCallAbortedBeforeItBegan() {
        var call = running(WorkSamples.call("r", 0));
        call.abort(EngineFailure.CANCELLED, "too late");

        call.start(callee);

        assertThat(sent).isEmpty();
        assertThat(ended).hasValue(1);
        assertThat(callee.started).hasValue(0);
    }

    private RunningCall begin(Work work) {
        var call = running(work);
        call.start(callee);
        return call;
    }

    private RunningCall running(Work work) {
        var settings = WorkerSettings.of("chat", RawSettings.of(Map.of()));
        var context = new CallContext(
                settings,
                sink,
                MOST_BYTES,
                Clock.fixed(NOW, ZoneOffset.UTC),
                System::nanoTime,
                timer,
                new WorkerMetrics(new SimpleMeterRegistry(), settings));
        var queued = new QueuedCall(CallKey.of(work), 77, new Lane(0), 0, work, Trace.NONE);
        return new RunningCall(queued, context, call -> ended.incrementAndGet());
    }

    /** Acknowledges at once, chunks only when told to while they are held. */
    private final class RecordingSink implements ElementSink {

        private final List<DocumentChunk> chunks = new CopyOnWriteArrayList<>();
        private final List<Runnable> acknowledgements = new CopyOnWriteArrayList<>();
        private boolean held;

        @Override
        public void send(Element element, Trace trace, Runnable acknowledged) {
            sent.add(element);
            acknowledged.run();
        }

        @Override
        public void send(DocumentChunk chunk, Trace trace, Runnable acknowledged) {
            chunks.add(chunk);
            acknowledgements.add(acknowledged);
            if (!held) {
                acknowledged.run();
            }
        }

        void acknowledge(int chunk) {
            acknowledgements.get(chunk).run();
        }
    }

    /** Answers nothing until it is cancelled. */
    private static final class HeldCallee implements Callee {

        private final AtomicInteger started = new AtomicInteger();

        @Override
        public EngineCall start(CallKey key, Work work, JsonNode input, AnswerListener listener) {
            started.incrementAndGet();
            return () ->
                    listener.fail(new EngineFailure(EngineFailure.CANCELLED, "aborted", true, new TokenUsage(1, 0, 9)));
        }

        @Override
        public void close() {}
    }
}
