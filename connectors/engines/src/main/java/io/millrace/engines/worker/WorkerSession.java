package io.millrace.engines.worker;

import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.settings.CoreSettings;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;

/**
 * A worker from joining its group to leaving it. After an outage there is another session; this one has then committed
 * nothing that had not ended. {@link #run} and {@link #close} belong to the worker's thread.
 */
final class WorkerSession implements AutoCloseable {

    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final WorkerSettings settings;
    private final LongSupplier nanos;
    private final WorkerProducer producer;
    private final Lanes lanes;
    private final CallRunner calls;
    private final LaneConsumer consumer;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService sender;
    private final AtomicBoolean reportWaits = new AtomicBoolean();

    WorkerSession(
            WorkerSettings settings,
            CoreSettings core,
            Callee callee,
            WorkerObservers observers,
            Sources sources,
            ReplicaMemory memory) {
        this.settings = settings;
        this.nanos = sources.nanos();
        this.producer = new WorkerProducer(core, settings, nanos);
        this.lanes = new Lanes(settings.concurrency(), new CallLedger(settings.remembered(), sources.runs()));
        this.timer = new ScheduledThreadPoolExecutor(
                1, Threads.named("millrace-timer-" + settings.pool()), new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        // The one thread that waits for the broker, so that calls can be aborted and deadlines kept meanwhile.
        this.sender = Threads.single("millrace-sender-" + settings.pool());
        var context = new CallContext(
                settings,
                sources.way().apply(producer),
                sender,
                DocumentSettings.of(core.raw()).maxBytes(),
                sources.clock(),
                nanos,
                timer,
                observers.metrics(),
                observers.spans(),
                memory);
        this.calls = new CallRunner(lanes, callee, context);
        this.consumer = consumer(core, new WorkDeadLetters(producer, observers.metrics(), core.maxRequestBytes()));
        observers.metrics().carries(lanes::running, lanes::waiting);
    }

    /**
     * Works until told to stop or until nothing can be written any more.
     *
     * @param stopping asked after each poll, which takes some ten milliseconds
     * @throws org.apache.kafka.common.KafkaException when the broker is away or refuses
     */
    void run(BooleanSupplier stopping) {
        consumer.join();
        long interval = settings.loadInterval().toMillis();
        var unused = timer.scheduleAtFixedRate(this::report, 0, interval, TimeUnit.MILLISECONDS);
        while (!stopping.getAsBoolean() && producer.healthy()) {
            consumer.pollOnce();
        }
    }

    /** Takes no more and lets what runs end, within the worker's close time-out. */
    void drain() throws InterruptedException {
        lanes.stopTaking();
        calls.awaitIdle(settings.closeTimeout());
    }

    /** Whether the broker has acknowledged something lately. */
    boolean isHeard() {
        return producer.isHeard(SILENCE);
    }

    /** Hands over what still runs: aborted here, not committed, begun afresh by the next owner of its lane. */
    @Override
    public void close() {
        lanes.stopTaking();
        try {
            consumer.leave();
            calls.awaitIdle(ABORT_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdownNow();
            calls.close();
            sender.execute(() -> producer.report(settings.replica(), null));
            closeSender();
            producer.close(SEND_TIMEOUT);
        }
    }

    /** Lets what waits be sent, and cuts off a send that waits for the broker. */
    private void closeSender() {
        sender.shutdown();
        try {
            if (sender.awaitTermination(ABORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.shutdownNow();
    }

    private LaneConsumer consumer(CoreSettings core, WorkDeadLetters deadLetters) {
        try {
            return new LaneConsumer(settings, core, lanes, calls, deadLetters, nanos);
        } catch (KafkaException e) {
            producer.close();
            throw e;
        }
    }

    /** One report at a time: while the broker is slow none is worth more than the latest. */
    private void report() {
        if (reportWaits.compareAndSet(false, true)) {
            sender.execute(() -> {
                reportWaits.set(false);
                producer.report(settings.replica(), calls.load(consumer.unread()));
            });
        }
    }
}
