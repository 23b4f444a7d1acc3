package io.millrace.engines.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
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
    private final Timer firstText;
    private final Counter deadLetters;
    private final Counter restarts;
    private volatile Supplier<Number> running = () -> 0;
    private volatile Supplier<Number> waiting = () -> 0;

    WorkerMetrics(MeterRegistry registry, WorkerSettings settings) {
        this.registry = registry;
        this.tags = Tags.of("pool", settings.pool(), "replica", settings.replica());
        this.firstText = Timer.builder("millrace.worker.first.text")
                .description("Time from the start of a call to its first text")
                .tags(tags)
                .register(registry);
        this.deadLetters = counter("millrace.worker.dead.letters", "Work that could not be read");
        this.restarts = counter("millrace.worker.restarts", "Times the worker began anew after an outage");
        gauge("millrace.worker.running", "Calls in progress", () -> running.get());
        gauge("millrace.worker.waiting", "Calls accepted and not begun", () -> waiting.get());
    }

    /** Where the numbers of calls come from, from now on. */
    void carries(Supplier<Number> nowRunning, Supplier<Number> nowWaiting) {
        running = nowRunning;
        waiting = nowWaiting;
    }

    void firstText(long nanos) {
        firstText.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** @param outcome END or the code of the failure */
    void ended(String outcome, TokenUsage usage) {
        registry.counter("millrace.worker.calls", tags.and("outcome", outcome)).increment();
        tokens("prompt", usage.promptTokens());
        tokens("cached", usage.cachedTokens());
        tokens("completion", usage.completionTokens());
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void restart() {
        restarts.increment();
    }

    private void tokens(String kind, long count) {
        registry.counter("millrace.worker.tokens", tags.and("kind", kind)).increment((double) count);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).tags(tags).register(registry);
    }
}
