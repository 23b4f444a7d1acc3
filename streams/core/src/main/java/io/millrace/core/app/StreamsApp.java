package io.millrace.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.failure.FailureContext;
import io.millrace.core.failure.FailureKind;
import io.millrace.core.failure.KafkaGlobalDeadLetters;
import io.millrace.core.metrics.CoreMeters;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.serde.RegistryPatience;
import io.millrace.events.topic.Catalogue;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka Streams application from start to close. An outage replaces the thread, or the whole client where a thread
 * cannot be replaced (global tables, a failed start), after a pause; a bug stops the client for good ({@link
 * AppState#ERROR}).
 *
 * <p>May be used by any thread. A client is made and closed by one thread of its own, so {@link #start()} returns at once
 * though Kafka Streams' own start waits for global tables.
 */
public final class StreamsApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);

    private final String applicationId;
    private final ClientFactory clients;
    private final Duration closeTimeout;
    private final KafkaGlobalDeadLetters globalDeadLetters;
    private final OutageBackoff backoff;
    private final Recovery recovery;
    private final AppStatus status = new AppStatus();
    private final AtomicReference<@Nullable Client> client = new AtomicReference<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final RegistryPatience patience;
    private final ExecutorService lifecycle;

    private StreamsApp(
            String applicationId,
            CoreSettings settings,
            ClientFactory clients,
            KafkaGlobalDeadLetters letters,
            Clock clock) {
        this.applicationId = applicationId;
        this.clients = clients;
        this.closeTimeout = settings.closeTimeout();
        this.globalDeadLetters = letters;
        this.backoff = new OutageBackoff(settings.outagePause(), settings.longestOutagePause(), clock);
        this.recovery = new Recovery(settings.commitInterval().multipliedBy(2), clock);
        this.patience = settings.patience();
        this.lifecycle = Executors.newSingleThreadExecutor(this::lifecycleThread);
    }

    /**
     * An application that is not started yet.
     *
     * @param overrides configuration of Kafka Streams that this application sets itself
     * @param catalogue the topics that must exist before it can start, as far as the topology uses them
     */
    public static StreamsApp of(
            String applicationId,
            Topology topology,
            CoreSettings settings,
            Map<String, ?> overrides,
            Catalogue catalogue,
            MeterRegistry meters) {
        var letters = new KafkaGlobalDeadLetters(settings.kafkaClient(), applicationId);
        var failures = new FailureContext(applicationId, settings.maxRequestBytes(), meters, letters);
        var properties = StreamsProperties.of(applicationId, settings, failures, overrides);
        var expected = ExpectedTopics.of(topology, catalogue, applicationId, settings);
        var clients = new ClientFactory(applicationId, topology, properties, expected, meters);
        var app = new StreamsApp(applicationId, settings, clients, letters, Clock.systemUTC());
        CoreMeters.APP_READY.gauge(
                meters,
                Tags.of("application", applicationId),
                app,
                it -> it.health().ready() ? 1 : 0);
        return app;
    }

    /** Starts it and returns at once. */
    public void start() {
        if (!status.startOnce()) {
            throw new IllegalStateException(applicationId + " was started before");
        }
        lifecycle.execute(this::runClient);
    }

    /**
     * Waits until it has reached {@link AppState#RUNNING}.
     *
     * @throws NotRunningException when the time is over, or it never will
     */
    public void awaitRunning(Duration limit) {
        status.await(AppState.RUNNING, limit);
        if (state() != AppState.RUNNING) {
            throw new NotRunningException(applicationId, state(), health().reason());
        }
    }

    public AppState state() {
        return status.state();
    }

    public String applicationId() {
        return applicationId;
    }

    /** Of now. After an outage it is not ready again before it commits, though it runs. */
    public Health health() {
        var health = status.health();
        return !health.ready() || recovery.isOver(this::counts)
                ? health
                : new Health(health.live(), false, health.started(), "runs again after an outage, not committed yet");
    }

    /**
     * The client of now; another one after an outage that ended it, so do not keep it.
     *
     * @throws NotRunningException when there is none
     */
    public KafkaStreams streams() {
        var current = client.get();
        if (current == null) {
            throw new NotRunningException(applicationId, state(), health().reason());
        }
        return current.streams();
    }

    /**
     * Closes within {@code close.timeout.ms}; what is not closed by then is abandoned with a warning. Whoever waits for the
     * registry with the same settings waits no longer, so close an application when its process ends.
     */
    @Override
    public void close() {
        if (!status.close()) {
            return;
        }
        closing.countDown();
        patience.giveUp();
        lifecycle.shutdownNow();
        var current = client.getAndSet(null);
        if (current != null && !current.close(closeTimeout)) {
            LOG.warn("not closed within the time, abandoned; app={} limit={}", applicationId, closeTimeout);
        }
        globalDeadLetters.close();
        status.closed();
    }

    private Thread lifecycleThread(Runnable task) {
        var thread = new Thread(task, applicationId + "-lifecycle");
        thread.setUncaughtExceptionHandler((dying, failure) -> fail(failure));
        return thread;
    }

    private void runClient() {
        while (closing.getCount() > 0) {
            try {
                var made = clients.make(this::onStateChange, this::onUncaught);
                client.set(made);
                if (closing.getCount() == 0) {
                    closeClient();
                    return;
                }
                made.streams().start();
                return;
            } catch (KafkaException | IllegalStateException e) {
                if (!mayTryAgain(e)) {
                    return;
                }
                closeClient();
            }
        }
    }

    /** Decides on a client that could not start; pauses when it may try again. */
    private boolean mayTryAgain(RuntimeException failure) {
        if (closing.getCount() == 0) {
            return false;
        }
        if (FailureKind.of(failure) != FailureKind.OUTAGE) {
            fail(failure);
            return false;
        }
        return pause("waiting for the cluster", failure);
    }

    /** Called by the thread that dies; Kafka Streams holds no lock. */
    private StreamThreadExceptionResponse onUncaught(Throwable failure) {
        if (FailureKind.of(failure) != FailureKind.OUTAGE) {
            fail(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (Thread.currentThread().getName().contains("GlobalStreamThread")) {
            restartClient(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        return pause("replacing a thread", failure)
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Kafka Streams cannot replace its global thread. */
    private void restartClient(Throwable failure) {
        recovery.outage();
        status.starting(
                "starting again after an outage: " + AppStatus.root(failure).getMessage());
        try {
            lifecycle.execute(() -> {
                closeClient();
                if (pause("starting again", failure)) {
                    runClient();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closing, not started again; app={}", applicationId);
        }
    }

    private boolean pause(String what, Throwable failure) {
        recovery.outage();
        var pause = backoff.failed();
        var why = AppStatus.root(clients.expected().explain(failure));
        status.starting(what + " after an outage: " + why.getMessage());
        LOG.warn("outage, {} after {} ms; app={}", what, pause.toMillis(), applicationId, failure);
        try {
            return !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void fail(Throwable failure) {
        LOG.error("STOPPED BY A BUG, restart the process after mending it; app={}", applicationId, failure);
        status.failed(failure);
    }

    private void closeClient() {
        var old = client.getAndSet(null);
        if (old != null && !old.close(closeTimeout)) {
            LOG.warn("client not closed within the time; app={} limit={}", applicationId, closeTimeout);
        }
    }

    private Map<String, ThreadCounts> counts() {
        var current = client.get();
        return current == null ? Map.of() : ThreadCounts.of(current.streams().metrics());
    }

    private void bindMetrics() {
        var current = client.get();
        if (current != null) {
            current.bindMetrics();
        }
    }

    private void onStateChange(KafkaStreams.State now) {
        switch (now) {
            case RUNNING -> {
                bindMetrics();
                recovery.running(counts());
                status.running();
            }
            case REBALANCING -> status.rebalancing();
            default -> LOG.debug("client state; app={} state={}", applicationId, now);
        }
    }
}
