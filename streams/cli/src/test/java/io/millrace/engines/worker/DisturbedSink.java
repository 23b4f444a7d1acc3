package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.topic.Trace;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Sends some elements late, so that later ones overtake them, and some twice. Nothing is acknowledged before all that was
 * held back of its run is on the log: work counts as done then. Safe for use by several threads.
 */
final class DisturbedSink implements ElementSink {

    private static final double LATE = 0.05;
    private static final double TWICE = 0.01;

    /** Longer than a model takes for some tokens. */
    private static final int LATEST_MS = 200;

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final ElementSink log;
    private final RandomGenerator random;
    private final ScheduledExecutorService later;
    private final Map<Long, CompletableFuture<Void>> held = new ConcurrentHashMap<>();

    DisturbedSink(ElementSink log, RandomGenerator random, ScheduledExecutorService later) {
        this.log = log;
        this.random = random;
        this.later = later;
    }

    @Override
    public boolean offer(Element element, Trace trace, Runnable acknowledged) {
        if (isDrawn(LATE)) {
            hold(element, trace, acknowledged);
            return true;
        }
        var taken = log.offer(element, trace, afterHeld(element, acknowledged));
        if (taken) {
            perhapsAgain(element, trace);
        }
        return taken;
    }

    @Override
    public void send(Element element, Trace trace, Runnable acknowledged) {
        if (isDrawn(LATE)) {
            hold(element, trace, acknowledged);
        } else {
            log.send(element, trace, afterHeld(element, acknowledged));
            perhapsAgain(element, trace);
        }
    }

    @Override
    public void send(DocumentChunk chunk, Trace trace, Runnable acknowledged) {
        log.send(chunk, trace, acknowledged);
    }

    private void hold(Element element, Trace trace, Runnable acknowledged) {
        var logged = new CompletableFuture<Void>();
        held.merge(element.getRun(), logged, CompletableFuture::allOf);
        later(() -> log.send(element, trace, () -> {
            logged.complete(null);
            afterHeld(element, acknowledged).run();
        }));
    }

    private Runnable afterHeld(Element element, Runnable acknowledged) {
        return () -> {
            var unused = held.getOrDefault(element.getRun(), NOTHING).thenRun(acknowledged);
        };
    }

    private void perhapsAgain(Element element, Trace trace) {
        if (isDrawn(TWICE)) {
            later(() -> log.send(element, trace, () -> {}));
        }
    }

    private void later(Runnable send) {
        int wait;
        synchronized (random) {
            wait = random.nextInt(1, LATEST_MS);
        }
        var unused = later.schedule(send, wait, TimeUnit.MILLISECONDS);
    }

    private boolean isDrawn(double probability) {
        synchronized (random) {
            return random.nextDouble() < probability;
        }
    }
}
