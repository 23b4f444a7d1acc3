package io.millrace.engines.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.tracing.Tracing;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Trace;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls without a broker: their time stands still at {@link #NOW}, but text that waits is flushed in real time. */
final class CallFixture implements AutoCloseable {

    static final Instant NOW = Instant.ofEpochMilli(1_000_000);
    static final int MOST_BYTES = 1024 * 1024;
    static final long RUN = 77;
    static final long SINCE = 500_000;

    /** How many calls have ended. */
    final AtomicInteger ended = new AtomicInteger();

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final HeldCallee callee = new HeldCallee();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final CallContext context;

    /** Whose calls send at once, on the thread that has something to send. */
    CallFixture(ElementSink sink) {
        this(sink, Runnable::run);
    }

    CallFixture(ElementSink sink, Executor sender) {
        this(sink, sender, Tracing.noTracer());
    }

    CallFixture(ElementSink sink, Tracer tracer) {
        this(sink, Runnable::run, tracer);
    }

    private CallFixture(ElementSink sink, Executor sender, Tracer tracer) {
        var settings = WorkerSettings.of("chat", RawSettings.of(Map.of()));
        this.context = new CallContext(
                settings,
                sink,
                sender,
                MOST_BYTES,
                Clock.fixed(NOW, ZoneOffset.UTC),
                System::nanoTime,
                timer,
                new WorkerMetrics(meters, settings),
                new CallSpans(new Telemetry(meters, tracer, "openai", "small"), true),
                new ReplicaMemory(SINCE, new PrefixCache(settings.prefixCacheTokens())));
    }

    /** Of a call that has said START. */
    CallOutput output() {
        var output = new CallOutput(queued(WorkSamples.call("r", 0), Trace.NONE), context, ended::incrementAndGet);
        output.start(Trace.NONE);
        return output;
    }

    /** Not begun. */
    RunningCall waiting(Work work) {
        return waiting(work, Trace.NONE);
    }

    RunningCall waiting(Work work, Trace trace) {
        return new RunningCall(queued(work, trace), context, call -> ended.incrementAndGet());
    }

    CallRunner runner(Lanes lanes) {
        return new CallRunner(lanes, callee, context);
    }

    RunningCall begin(Work work) {
        var call = waiting(work);
        call.start(callee);
        return call;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static QueuedCall queued(Work work, Trace trace) {
        return new QueuedCall(CallKey.of(work), RUN, new Lane(0), 0, work, trace);
    }

    /** Answers nothing until it is cancelled. */
    static final class HeldCallee implements Callee {

        final AtomicInteger started = new AtomicInteger();
        final AtomicInteger cancelled = new AtomicInteger();

        @Override
        public EngineCall start(CallKey key, Work work, JsonNode input, AnswerListener listener) {
            started.incrementAndGet();
            return () -> {
                cancelled.incrementAndGet();
                listener.fail(new EngineFailure(EngineFailure.CANCELLED, "aborted", true, new TokenUsage(1, 0, 9)));
            };
        }

        @Override
        public void close() {}
    }
}
