package io.millrace.engines.simulated;

import io.millrace.engines.simulated.BatchEngine.Iteration;
import io.millrace.engines.simulated.SimulatedCall.Job;
import io.millrace.engines.simulated.SimulatedCall.Written;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica of a model in real time: a thread that runs the iterations of a {@link BatchEngine} on an absolute schedule. This
 * object's monitor guards the batch; it is never held while a listener is told. Safe for use by several threads.
 */
final class SimulatedEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedEngine.class);

    private final long seed;
    private final Clock clock;
    private final BatchEngine batch;
    private final Map<Sequence, SimulatedCall> calls = new HashMap<>();
    private final Pace pace = new Pace();
    private final Thread thread = new Thread(this::run, "simulated-engine");
    private boolean closed;

    private SimulatedEngine(EngineProfile profile, long seed, Clock clock) {
        this.seed = seed;
        this.clock = clock;
        this.batch = new BatchEngine(profile, new BlockCache(profile.batch().cacheTokens()));
        thread.setDaemon(true);
    }

    static SimulatedEngine start(EngineProfile profile, long seed, Clock clock) {
        var engine = new SimulatedEngine(profile, seed, clock);
        engine.thread.start();
        return engine;
    }

    @Override
    public EngineCall start(EngineRequest request, EngineListener listener) {
        Job job;
        try {
            job = job(request);
        } catch (IllegalArgumentException e) {
            listener.fail(new EngineFailure("INVALID_INPUT", String.valueOf(e.getMessage()), false, TokenUsage.NONE));
            return () -> {};
        }
        var call = add(job, listener);
        if (call == null) {
            listener.fail(new EngineFailure("ENGINE_CLOSED", "the engine has ended", true, TokenUsage.NONE));
            return () -> {};
        }
        return call;
    }

    /** Calls that have not ended. */
    synchronized int load() {
        return calls.size();
    }

    /** Cancels what runs and waits until no listener is told any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Job job(EngineRequest request) {
        int maxTokens = maxTokens(request.parameters());
        var text = SimulatedText.write(request.messages(), maxTokens, seed);
        var prompt = Prompt.ofText(SimulatedText.promptOf(request.messages()));
        return new Job(prompt, text, FinishReason.STOP, request.deadline()).atMost(maxTokens);
    }

    /** Zero where the stage sets none. */
    private static int maxTokens(Map<String, String> parameters) {
        var text = parameters.getOrDefault("max_tokens", "0");
        if (!text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException("max_tokens must be a whole number, was '" + text + "'");
        }
        return (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE);
    }

    private synchronized @Nullable SimulatedCall add(Job job, EngineListener listener) {
        if (closed) {
            return null;
        }
        var sequence = batch.add(job.prompt(), job.tokens());
        var call = new SimulatedCall(job, listener, () -> forget(sequence));
        calls.put(sequence, call);
        notifyAll();
        return call;
    }

    private synchronized void forget(Sequence sequence) {
        batch.cancel(sequence);
        calls.remove(sequence);
    }

    private void run() {
        try {
            for (var iteration = next(); iteration.isPresent(); iteration = next()) {
                pace.pause(iteration.get().millis());
                var written = end(iteration.get());
                written.forEach(token -> token.call().wrote(token));
                var now = clock.instant();
                open().forEach(call -> call.endWhenLate(now));
            }
        } finally {
            stop();
        }
    }

    /** Waits for work; empty when the engine has been closed. */
    private synchronized Optional<Iteration> next() {
        var iteration = batch.begin();
        while (iteration.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            pace.restart();
            iteration = batch.begin();
        }
        return closed ? Optional.empty() : iteration;
    }

    private synchronized List<Written> end(Iteration iteration) {
        var written = new ArrayList<Written>();
        for (var sequence : batch.end(iteration)) {
            var call = sequence.isDone() ? calls.remove(sequence) : calls.get(sequence);
            if (call != null) {
                written.add(new Written(call, sequence.written(), sequence.cached()));
            }
        }
        return written;
    }

    private synchronized List<SimulatedCall> open() {
        return List.copyOf(calls.values());
    }

    /** Also when a listener threw, since calls of a replica that is gone would wait for ever. */
    private void stop() {
        synchronized (this) {
            closed = true;
        }
        open().forEach(SimulatedCall::cancel);
        LOG.info("Simulated replica ended {}", pace.lateness());
    }
}
