package io.millrace.core.app;

import io.millrace.core.failure.FailureKind;
import io.millrace.core.settings.CoreSettings;
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
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a client of one application running. An outage replaces the thread, or the whole client where a thread cannot be
 * replaced (global tables, a failed start), after a pause; a bug stops the client for good ({@link AppState#ERROR}).
 *
 * <p>May be used by any thread. A client is made and closed by one thread of its own, so {@link #start()} returns at once
 * though Kafka Streams' own start waits for global tables.
 */
final class ClientLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ClientLifecycle.class);

    private final String applicationId;
    private final ClientFactory clients;
    private final Duration closeTimeout;
    private final OutageBackoff backoff;
    private final Recovery recovery;
    private final AppStatus status;
    private final AtomicReference<@Nullable Client> client = new AtomicReference<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService thread;

    ClientLifecycle(ClientFactory clients, CoreSettings settings, AppStatus status, Clock clock) {
        this.applicationId = clients.applicationId();
        this.clients = clients;
        this.closeTimeout = settings.closeTimeout();
        this.backoff = new OutageBackoff(settings.outagePause(), settings.longestOutagePause(), clock);
        this.recovery = new Recovery(clients.commitInterval().multipliedBy(2), clock);
        this.status = status;
        this.thread = Executors.newSingleThreadExecutor(this::lifecycleThread);
    }

    /** Starts a client and returns at once. */
    void start() {
        thread.execute(this::runClient);
    }

    /** The client of now, if there is one. */
    @Nullable
    Client client() {
        return client.get();
    }

    /** Whether the last outage is over. */
    boolean hasRecovered() {
        return recovery.isOver(this::counts);
    }

    /** From now on no client is started, and nothing is waited for. */
    void beginClosing() {
        closing.countDown();
        thread.shutdownNow();
    }

    /** Closes the client. Whether it closed within {@code close.timeout.ms}. */
    boolean close() {
        var current = client.getAndSet(null);
        return current == null || current.close(closeTimeout);
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
            thread.execute(() -> {
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
        if (!close()) {
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
