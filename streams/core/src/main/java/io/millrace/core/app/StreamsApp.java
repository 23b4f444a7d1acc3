package io.millrace.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.failure.FailureContext;
import io.millrace.core.failure.KafkaGlobalDeadLetters;
import io.millrace.core.metrics.CoreMeters;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.serde.RegistryPatience;
import io.millrace.events.topic.Catalogue;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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

    private final String applicationId;
    private final Duration closeTimeout;
    private final RegistryPatience patience;
    private final KafkaGlobalDeadLetters globalDeadLetters;
    private final AppStatus status;
    private final ClientLifecycle lifecycle;

    private StreamsApp(
            String applicationId,
            CoreSettings settings,
            KafkaGlobalDeadLetters letters,
            AppStatus status,
            ClientLifecycle lifecycle) {
        this.applicationId = applicationId;
        this.closeTimeout = settings.closeTimeout();
        this.patience = settings.patience();
        this.globalDeadLetters = letters;
        this.status = status;
        this.lifecycle = lifecycle;
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
        var status = new AppStatus();
        var lifecycle = new ClientLifecycle(clients, settings, status, Clock.systemUTC());
        var app = new StreamsApp(applicationId, settings, letters, status, lifecycle);
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
        lifecycle.beginClosing();
        patience.giveUp();
        if (!lifecycle.close()) {
            LOG.warn("not closed within the time, abandoned; app={} limit={}", applicationId, closeTimeout);
        }
        globalDeadLetters.close();
        status.closed();
    }
}
