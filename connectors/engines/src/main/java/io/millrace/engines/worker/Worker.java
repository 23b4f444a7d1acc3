package io.millrace.engines.worker;

import io.millrace.core.documents.DocumentReader;
import io.millrace.core.settings.CoreSettings;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.Service;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one pool: takes work from the lanes its group gives it, has it done and streams elements back. Begins anew after
 * an outage, for as long as it is open. {@link #start} and {@link #close} are called once each; the engine or service
 * belongs to the worker and is closed with it.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(10);

    private final WorkerSettings settings;
    private final CoreSettings core;
    private final Callee callee;
    private final WorkerMetrics metrics;
    private final CallSpans spans;
    private final Sources sources;
    private final ReplicaMemory memory;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable WorkerSession session;

    private Worker(
            WorkerSettings settings,
            CoreSettings core,
            Callee callee,
            WorkerMetrics metrics,
            CallSpans spans,
            Sources sources) {
        this.settings = settings;
        this.core = core;
        this.callee = callee;
        this.metrics = metrics;
        this.spans = spans;
        this.sources = sources;
        this.memory = new ReplicaMemory(sources.clock().millis(), new PrefixCache(settings.prefixCacheTokens()));
        this.thread = new Thread(this::work, "millrace-worker-" + settings.pool());
        thread.setUncaughtExceptionHandler(
                (dead, error) -> LOG.error("worker stopped by a bug pool={}", settings.pool(), error));
    }

    /** A worker whose calls go to a language model. */
    public static Worker of(WorkerSettings settings, CoreSettings core, Engine engine, Telemetry telemetry) {
        return of(settings, core, engine, telemetry, Sources.ofSystem());
    }

    static Worker of(WorkerSettings settings, CoreSettings core, Engine engine, Telemetry telemetry, Sources sources) {
        return new Worker(
                settings,
                core,
                withDocuments(new StreamedCallee(engine), settings, core),
                new WorkerMetrics(telemetry.meters(), settings),
                new CallSpans(telemetry, true),
                sources);
    }

    /** A worker whose calls go to a service. */
    public static Worker of(WorkerSettings settings, CoreSettings core, Service service, Telemetry telemetry) {
        var callee = new OneShotCallee(service, settings.concurrency(), "millrace-service-" + settings.pool());
        return new Worker(
                settings,
                core,
                withDocuments(callee, settings, core),
                new WorkerMetrics(telemetry.meters(), settings),
                new CallSpans(telemetry, false),
                Sources.ofSystem());
    }

    /** What calls take may be on the log only in a transaction that is open still, so it is read uncommitted as they are. */
    private static Callee withDocuments(Callee callee, WorkerSettings settings, CoreSettings core) {
        var reader = new DocumentReader(core, IsolationLevel.READ_UNCOMMITTED);
        return new DocumentCallee(callee, reader, settings.concurrency(), "millrace-documents-" + settings.pool());
    }

    /** Joins the group; returns at once. */
    public void start() {
        thread.start();
    }

    /** Whether its broker has heard of it within some seconds: false before that, in an outage and after the close. */
    public boolean isHealthy() {
        var current = session;
        return thread.isAlive() && current != null && current.isHeard();
    }

    /** Takes no more, lets calls end within {@code worker.close.timeout.ms}, hands over the others and leaves. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(settings.closeTimeout().plus(CLOSE_MARGIN).toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        callee.close();
    }

    private void work() {
        var pause = core.outagePause();
        while (!stopped()) {
            boolean orderly = runSession();
            session = null;
            if (!orderly && !stopped()) {
                metrics.restart();
                LOG.warn("worker begins anew pool={} replica={}", settings.pool(), settings.replica());
                pause(pause);
            }
        }
    }

    /** Returns whether the session ended because it was told to. */
    private boolean runSession() {
        try (var current =
                new WorkerSession(settings, core, callee, new WorkerObservers(metrics, spans), sources, memory)) {
            session = current;
            current.run(this::stopped);
            if (stopped()) {
                current.drain();
            }
            return stopped();
        } catch (KafkaException e) {
            LOG.warn("worker lost the broker pool={} error={}", settings.pool(), e.toString());
            return false;
        } catch (InterruptedException e) {
            stopping.countDown();
            return true;
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private void pause(Duration pause) {
        try {
            stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopping.countDown();
        }
    }
}
