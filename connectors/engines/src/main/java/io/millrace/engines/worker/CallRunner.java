package io.millrace.engines.worker;

import io.millrace.engines.spi.EngineFailure;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.PromptBlocks;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Starts the calls that {@link Lanes} hands out and keeps those that run. Calls start on one thread of its own: neither on
 * that of the producer, which must not be held up, nor on the polling one, which has to go on cancelling.
 */
final class CallRunner implements AutoCloseable {

    private final Lanes lanes;
    private final Callee callee;
    private final CallContext context;
    private final ExecutorService starter;
    private final CallTimes times = new CallTimes();
    private final Map<Long, RunningCall> running = new ConcurrentHashMap<>();

    CallRunner(Lanes lanes, Callee callee, CallContext context) {
        this.lanes = lanes;
        this.callee = callee;
        this.context = context;
        // Calls that end after the close ask in vain for a successor.
        this.starter = Threads.single("millrace-starter-" + context.settings().pool());
    }

    /** Starts what may start; returns at once. */
    void startWaiting() {
        starter.execute(() -> {
            for (var call = next(); call.isPresent(); call = next()) {
                call.get().findsCached(read(call.get().call().work()));
                call.get().start(callee);
            }
        });
    }

    /** The engine reads the prompt with the start of the call. Returns how many of its tokens were cached. */
    private int read(Work work) {
        var prompt = work.getPrefix();
        if (prompt.isEmpty()) {
            return 0;
        }
        var matched = context.memory().prefixes().read(prompt, work.getPromptTokens());
        context.metrics().prefix(matched, prompt.size());
        return matched * PromptBlocks.TOKENS;
    }

    /** Takes a call and makes it known in one step, so that a cancel finds it either waiting or running. */
    private Optional<RunningCall> next() {
        synchronized (running) {
            long taken = context.nanos().getAsLong();
            var call = lanes.take().map(queued -> new RunningCall(queued, context, over -> ended(over, taken)));
            call.ifPresent(run -> running.put(run.call().run(), run));
            return call;
        }
    }

    /** Says that no further part of a scope comes, behind the calls that are begun now; returns at once. */
    void endScope(Work end) {
        starter.execute(() -> callee.scopeEnded(end));
    }

    /** Aborts runs; those that have ended or not begun are passed over. */
    void abort(Collection<Long> runs, String reason) {
        for (var run : runs) {
            find(run).ifPresent(call -> call.abort(EngineFailure.CANCELLED, reason));
        }
    }

    /** Waits until nothing runs. Returns whether that came true in time. */
    boolean awaitIdle(Duration timeout) throws InterruptedException {
        long until = context.nanos().getAsLong() + timeout.toNanos();
        synchronized (running) {
            for (long left = timeout.toMillis(); !running.isEmpty() && left > 0; ) {
                running.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - context.nanos().getAsLong());
            }
        }
        return running.isEmpty();
    }

    /**
     * What this replica carries now.
     *
     * @param unread records on its lanes that were not taken yet
     */
    Load load(long unread) {
        var settings = context.settings();
        var memory = context.memory();
        long prompts =
                running.values().stream().mapToLong(RunningCall::unreadTokens).sum();
        return Load.newBuilder()
                .setReplica(settings.replica())
                .setPool(settings.pool())
                .setLanes(lanes.owned().stream().sorted().toList())
                .setRunning(lanes.running())
                .setWaiting(lanes.waiting())
                .setQueuedTokens(lanes.waitingTokens() + prompts)
                .setLimit(settings.concurrency())
                .setUnread(unread)
                .setMeanCallMillis(times.meanMillis())
                .setSketch(memory.prefixes().sketch().bytes())
                .setHeldTokens(memory.prefixes().tokens())
                .setSince(memory.since())
                .setAt(context.clock().millis())
                .build();
    }

    @Override
    public void close() {
        starter.shutdownNow();
    }

    private Optional<RunningCall> find(long run) {
        synchronized (running) {
            return Optional.ofNullable(running.get(run));
        }
    }

    private void ended(RunningCall call, long takenNanos) {
        times.ended(context.nanos().getAsLong() - takenNanos);
        lanes.ended(call.call());
        synchronized (running) {
            running.remove(call.call().run());
            running.notifyAll();
        }
        startWaiting();
    }
}
