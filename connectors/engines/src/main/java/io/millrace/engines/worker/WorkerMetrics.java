package io.millrace.engines.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.millrace.engines.spi.TokenUsage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a worker counts, tagged with its pool. Safe for use by several threads. */
final class WorkerMetrics {

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer queueWait;
    private final Timer firstText;
    private final Counter deadLetters;
    private final Counter restarts;
    private final Counter matchedBlocks;
    private final Counter missedBlocks;
    private volatile Supplier<Number> running = () -> 0;
    private volatile Supplier<Number> waiting = () -> 0;

    WorkerMetrics(MeterRegistry registry, WorkerSettings settings) {
        this.registry = registry;
        this.tags = Tags.of(WorkerMeters.POOL, settings.pool(), WorkerMeters.REPLICA, settings.replica());
        this.queueWait = WorkerMeters.QUEUE_WAIT.timer(registry, tags);
        this.firstText = WorkerMeters.FIRST_TEXT.timer(registry, tags);
        this.deadLetters = WorkerMeters.DEAD_LETTERS.counter(registry, tags);
        this.matchedBlocks =
                WorkerMeters.PREFIX_BLOCKS.counter(registry, tags.and(WorkerMeters.PREFIX_KIND, "matched"));
        this.missedBlocks = WorkerMeters.PREFIX_BLOCKS.counter(registry, tags.and(WorkerMeters.PREFIX_KIND, "missed"));
        this.restarts = WorkerMeters.RESTARTS.counter(registry, tags);
        WorkerMeters.RUNNING.gauge(registry, tags, this, it -> it.running.get().doubleValue());
        WorkerMeters.WAITING.gauge(registry, tags, this, it -> it.waiting.get().doubleValue());
    }

    /** Where the numbers of calls come from, from now on. */
    void carries(Supplier<Number> nowRunning, Supplier<Number> nowWaiting) {
        running = nowRunning;
        waiting = nowWaiting;
    }

    /** @param waitedMillis negative where the clocks of two machines differ by more than the call has waited */
    void started(long waitedMillis) {
        queueWait.record(Math.max(0, waitedMillis), TimeUnit.MILLISECONDS);
    }

    void firstText(long nanos) {
        firstText.record(nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * @param outcome END or the code of the failure
     * @param nanos since it was started
     */
    void ended(String outcome, TokenUsage usage, long nanos) {
        var ending = tags.and(WorkerMeters.OUTCOME, outcome);
        WorkerMeters.CALLS.counter(registry, ending).increment();
        WorkerMeters.CALL_DURATION.timer(registry, ending).record(nanos, TimeUnit.NANOSECONDS);
        tokens("prompt", usage.promptTokens());
        tokens("cached", usage.cachedTokens());
        tokens("completion", usage.completionTokens());
    }

    /**
     * A call began.
     *
     * @param matched blocks of its prompt that were read here before
     * @param blocks of its prompt
     */
    void prefix(int matched, int blocks) {
        matchedBlocks.increment(matched);
        missedBlocks.increment((double) blocks - matched);
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void restart() {
        restarts.increment();
    }

    private void tokens(String kind, long count) {
        WorkerMeters.TOKENS
                .counter(registry, tags.and(WorkerMeters.TOKENS_KIND, kind))
                .increment((double) count);
    }
}
