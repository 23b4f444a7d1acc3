package io.millrace.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.failure.FailureContext;
import io.millrace.core.failure.KafkaGlobalDeadLetters;
import io.millrace.core.metrics.CoreMeters;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.state.GlobalPositions;
import io.millrace.events.serde.RegistryPatience;
import io.millrace.events.topic.Catalogue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka Streams application from start to close; what happens between is up to {@link ClientLifecycle}. May be used by
 * any thread.
 */
public final class StreamsApp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);

    /** Often, beside the seconds within which a group gives partitions away. */
    private static final Duration SIGNS_OF_LIFE = Duration.ofMillis(250);

    private final String applicationId;
    private final Duration closeTimeout;
    private final RegistryPatience patience;
    private final KafkaGlobalDeadLetters globalDeadLetters;
    private final GlobalPositions globals;
    private final AppStatus status;
    private final ClientLifecycle lifecycle;
    private final OwnershipLease lease;
    private final ScheduledExecutorService sampler;

    private StreamsApp(
            String applicationId,
            CoreSettings settings,
            KafkaGlobalDeadLetters letters,
            GlobalPositions globals,
            AppStatus status,
            ClientLifecycle lifecycle) {
        this.applicationId = applicationId;
        this.closeTimeout = settings.closeTimeout();
        this.patience = settings.patience();
        this.globalDeadLetters = letters;
        this.globals = globals;
        this.status = status;
        this.lifecycle = lifecycle;
        this.lease = new OwnershipLease(
                StreamsProperties.sessionTimeout(settings), settings.maxPollInterval(), System::nanoTime);
        this.sampler =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, applicationId + "-signs-of-life"));
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
        var globals = new GlobalPositions();
        var properties = StreamsProperties.of(applicationId, settings, failures, overrides);
        properties.put(GlobalPositions.KEY, globals);
        var expected = ExpectedTopics.of(topology, catalogue, applicationId, settings);
        var clients = new ClientFactory(applicationId, topology, properties, expected, meters);
        var status = new AppStatus();
        var lifecycle = new ClientLifecycle(clients, settings, status, Clock.systemUTC());
        var app = new StreamsApp(applicationId, settings, letters, globals, status, lifecycle);
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
        var unused = sampler.scheduleWithFixedDelay(
                this::lookForSignsOfLife, 0, SIGNS_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
        lifecycle.start();
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

    /**
     * Whether no other instance can have taken over what is active here, at the time of the call: what was read before is
     * then not stale.
     */
    public boolean isOwner() {
        return lease.isHeld();
    }

    private void lookForSignsOfLife() {
        var current = lifecycle.client();
        lease.sample(current == null ? List.of() : current.streams().metrics().values());
    }

    /** How far its global tables have been read. */
    public GlobalPositions globals() {
        return globals;
    }

    /** Of now. After an outage it is not ready again before it commits, though it runs. */
    public Health health() {
        var health = status.health();
        return !health.ready() || lifecycle.hasRecovered()
                ? health
                : new Health(health.live(), false, health.started(), "runs again after an outage, not committed yet");
    }

    /**
     * The client of now; another one after an outage that ended it, so do not keep it.
     *
     * @throws NotRunningException when there is none
     */
    public KafkaStreams streams() {
        var current = lifecycle.client();
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
        sampler.shutdownNow();
        lifecycle.beginClosing();
        patience.giveUp();
        if (!lifecycle.close()) {
            LOG.warn("not closed within the time, abandoned; app={} limit={}", applicationId, closeTimeout);
        }
        globalDeadLetters.close();
        status.closed();
    }
}
