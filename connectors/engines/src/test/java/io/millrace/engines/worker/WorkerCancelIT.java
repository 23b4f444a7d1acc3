package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceRequest;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Work;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How soon a running call is aborted, from the moment its CANCEL is on the lane: at once by the poll that delivers it, so
 * the median of some tries is far below the 100 ms promised even where the machine stalls now and then.
 */
@Timeout(180)
final class WorkerCancelIT {

    private static final Duration PROMISED = Duration.ofMillis(100);
    private static final int TRIES = 20;
    private static final int BACKLOG = 150;
    private static final long PATIENCE_SECONDS = 60;

    @RegisterExtension
    final PoolFixture fixture = new PoolFixture(TestPlatform.shared());

    @Test
    void shouldAbortBeforeTheFirstTokenWithinTheTimePromised() throws Exception {
        var engine = HeldEngine.silent();
        fixture.worker(engine, Map.of());

        var median = medianOf(engine);

        assertThat(median).isLessThan(PROMISED);
        assertThat(fixture.awaitEnds(requestId(0), 1))
                .extracting(Element::getKind)
                .containsExactly(ElementKind.START, ElementKind.ERROR);
    }

    @Test
    void shouldAbortInMidStreamWithinTheTimePromised() throws Exception {
        var engine = HeldEngine.saying("half ");
        fixture.worker(engine, Map.of());

        var median = medianOf(engine);

        assertThat(median).isLessThan(PROMISED);
        var elements = fixture.awaitEnds(requestId(0), 1);
        assertThat(elements)
                .extracting(Element::getKind)
                .startsWith(ElementKind.START)
                .endsWith(ElementKind.ERROR);
        assertThat(elements.get(elements.size() - 1).getUsage().getCompletionTokens())
                .isEqualTo(1);
    }

    @Test
    void shouldInterruptAServiceWithinTheTimePromised() throws Exception {
        var service = new HeldService();
        fixture.worker(service, Map.of());
        var times = new ArrayList<Duration>();
        for (var i = 0; i < TRIES; i++) {
            var call = fixture.call(requestId(i));
            fixture.write(call);
            var interrupted = service.calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(interrupted).as("call " + i).isNotNull();

            fixture.write(WorkSamples.cancel(call, null));

            var onTheLane = System.nanoTime();
            times.add(Duration.ofNanos(interrupted.get(PATIENCE_SECONDS, TimeUnit.SECONDS) - onTheLane));
        }

        assertThat(median(times)).isLessThan(PROMISED);
    }

    @Test
    void shouldDropQueuedWorkThatIsCancelled() throws Exception {
        // Given a worker that does one call at a time, and does one
        var engine = HeldEngine.silent();
        fixture.worker(engine, Map.of("pool." + fixture.pool() + ".concurrency", "1"));
        var busy = fixture.call(requestId(0));
        var queued = fixture.call(requestId(1));
        var next = fixture.call(requestId(2));
        fixture.write(busy);
        var first = engine.awaitCall();
        fixture.write(queued);

        // When
        fixture.write(WorkSamples.cancel(queued, null));
        fixture.write(next);
        fixture.write(WorkSamples.cancel(busy, null));
        first.awaitAborted();

        // Then
        engine.awaitCall().end("done");
        assertThat(fixture.awaitEnds(requestId(2), 1)).isNotEmpty();
        assertThat(fixture.of(requestId(1))).isEmpty();
        fixture.group().awaitCommitted(5);
    }

    @Test
    void shouldAbortACallOfAFullLaneWithinTheTimePromised() throws Exception {
        // Given
        var busy = fixture.call(requestId(0));
        var running = fillLaneBehind(busy);

        // When
        fixture.write(WorkSamples.cancel(busy, null));

        // Then
        var onTheLane = System.nanoTime();
        assertThat(Duration.ofNanos(running.awaitAborted() - onTheLane)).isLessThan(PROMISED);
        fixture.group().awaitCommitted(BACKLOG + 2);
    }

    @Test
    void shouldNotBeginACallThatWasCancelledFarBehindAFullLane() throws Exception {
        // Given
        var busy = fixture.call(requestId(0));
        var running = fillLaneBehind(busy);
        var last = BACKLOG + 1;
        fixture.write(fixture.call(requestId(last)));

        // When
        fixture.write(WorkSamples.cancelRequest(fixture.call(requestId(last))));
        fixture.write(WorkSamples.cancel(busy, null));
        running.awaitAborted();

        // Then
        fixture.group().awaitCommitted(last + 3);
        assertThat(fixture.awaitEnds(requestId(BACKLOG), 1)).isNotEmpty();
        assertThat(fixture.of(requestId(last))).isEmpty();
    }

    /** Many more calls than may wait, on the lane of one that runs alone; they end as soon as they begin. */
    private HeldEngine.HeldCall fillLaneBehind(Work busy) throws InterruptedException {
        var engine = HeldEngine.silent();
        fixture.worker(engine, Map.of("pool." + fixture.pool() + ".concurrency", "1", WorkerSettings.LANE_QUEUE, "10"));
        fixture.write(busy);
        var running = engine.awaitCall();
        for (var i = 1; i <= BACKLOG; i++) {
            fixture.write(fixture.call(requestId(i)));
        }
        engine.holdNoLonger("done");
        return running;
    }

    private Duration medianOf(HeldEngine engine) throws Exception {
        var times = new ArrayList<Duration>();
        for (var i = 0; i < TRIES; i++) {
            var work = fixture.call(requestId(i));
            fixture.write(work);
            var call = engine.awaitCall();

            fixture.write(WorkSamples.cancel(work, null));

            var onTheLane = System.nanoTime();
            times.add(Duration.ofNanos(call.awaitAborted() - onTheLane));
        }
        return median(times);
    }

    /** Negative where the worker was faster than the answer to the writer. */
    private static Duration median(List<Duration> times) {
        Collections.sort(times);
        return times.get(times.size() / 2);
    }

    private String requestId(int number) {
        return "r" + number + "-" + fixture.pool();
    }

    /** Waits to be interrupted, and tells when it was. */
    private static final class HeldService implements Service {

        private final BlockingQueue<CompletableFuture<Long>> calls = new LinkedBlockingQueue<>();

        @Override
        public ServiceAnswer call(ServiceRequest request) throws InterruptedException {
            var interrupted = new CompletableFuture<Long>();
            calls.add(interrupted);
            try {
                TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
            } catch (InterruptedException e) {
                interrupted.complete(System.nanoTime());
                throw e;
            }
            return ServiceAnswer.text("late");
        }

        @Override
        public void close() {}
    }
}
