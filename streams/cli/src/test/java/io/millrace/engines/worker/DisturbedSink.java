package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.topic.Trace;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * Sends some elements behind the next one of their run, and some twice. Nothing is acknowledged before all that was
 * held back of its run is on the log: work counts as done then. Safe for use by several threads.
 */
final class DisturbedSink implements ElementSink {

    /** More than is wanted of all elements: those of services and last ones are not overtaken. */
    private static final double LATE = 0.1;

    private static final double TWICE = 0.02;
    private static final int LATEST_MS = 500;

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final ElementSink log;
    private final RandomGenerator random;
    private final ScheduledExecutorService later;
    private final Map<Long, CompletableFuture<Void>> held = new ConcurrentHashMap<>();
    private final Map<Long, Runnable> toOvertake = new ConcurrentHashMap<>();

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
            passed(element, trace);
        }
        return taken;
    }

    @Override
    public void send(Element element, Trace trace, Runnable acknowledged) {
        if (isDrawn(LATE)) {
            hold(element, trace, acknowledged);
        } else {
            log.send(element, trace, afterHeld(element, acknowledged));
            passed(element, trace);
        }
    }

    @Override
    public void send(DocumentChunk chunk, Trace trace, Runnable acknowledged) {
        log.send(chunk, trace, acknowledged);
    }

    private void hold(Element element, Trace trace, Runnable acknowledged) {
        var logged = new CompletableFuture<Void>();
        held.merge(element.getRun(), logged, CompletableFuture::allOf);
        var sent = new AtomicBoolean();
        Runnable send = () -> {
            if (sent.compareAndSet(false, true)) {
                log.send(element, trace, () -> {
                    logged.complete(null);
                    afterHeld(element, acknowledged).run();
                });
            }
        };
        toOvertake.merge(element.getRun(), send, DisturbedSink::both);
        later(send, LATEST_MS);
    }

    private Runnable afterHeld(Element element, Runnable acknowledged) {
        return () -> {
            var unused = held.getOrDefault(element.getRun(), NOTHING).thenRun(acknowledged);
        };
    }

    private void passed(Element element, Trace trace) {
        var overtaken = toOvertake.remove(element.getRun());
        if (overtaken != null) {
            overtaken.run();
        }
        if (isDrawn(TWICE)) {
            later(() -> log.send(element, trace, () -> {}), drawWait());
        }
    }

    private void later(Runnable send, int millis) {
        var unused = later.schedule(send, millis, TimeUnit.MILLISECONDS);
    }

    private static Runnable both(Runnable first, Runnable then) {
        return () -> {
            first.run();
            then.run();
        };
    }

    private int drawWait() {
        synchronized (random) {
            return random.nextInt(1, LATEST_MS);
        }
    }

    private boolean isDrawn(double probability) {
        synchronized (random) {
            return random.nextDouble() < probability;
        }
    }
}
