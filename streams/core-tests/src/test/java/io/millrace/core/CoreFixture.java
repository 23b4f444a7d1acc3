package io.millrace.core;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;

/** Topics, schemas and settings of one application under test. */
final class CoreFixture {

    /** Values over this are oversize. */
    static final int MAX_BYTES = 64 * 1024;

    private final TestPlatform platform;
    private final String applicationId;
    private final CoreSettings settings;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    CoreFixture(TestPlatform platform, String name) {
        this.platform = platform;
        this.applicationId = platform.uniqueName("millrace." + name);
        this.settings = settings(newStateDir());
    }

    String applicationId() {
        return applicationId;
    }

    CoreSettings settings() {
        return settings;
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    /** One that no earlier run has left anything in. */
    static Path newStateDir() {
        return Path.of("target", "state", UUID.randomUUID().toString());
    }

    /** The settings with another state directory: as after the loss of the disk. */
    CoreSettings settings(Path stateDir) {
        return platform.settings(Map.of(
                CoreSettings.STATE_DIR, stateDir.toAbsolutePath().toString(),
                CoreSettings.MAX_REQUEST, Integer.toString(MAX_BYTES),
                CoreSettings.OUTAGE_RETRY, "500",
                CoreSettings.OUTAGE_PAUSE, "50",
                CoreSettings.OUTAGE_PAUSE_MAX, "500"));
    }

    /** The same topic under a name of its own, one partition, not created. */
    <V extends SpecificRecord> Topic<V> own(Topic<V> topic) {
        return new Topic<>(
                platform.uniqueName(topic.name()),
                topic.type(),
                topic.key(),
                1,
                topic.cleanup(),
                topic.retention(),
                topic.rules());
    }

    /** Creates topics, schemas and the dead letter topic as the commands do. */
    void create(Topic<?>... topics) {
        platform.create(List.of(topics));
        try (var admin = TopicAdmin.of(settings)) {
            admin.createDeadLetters(List.of(applicationId));
        }
    }

    StreamsApp app(Topology topology, Topic<?>... topics) {
        return app(topology, settings, topics);
    }

    StreamsApp app(Topology topology, CoreSettings with, Topic<?>... topics) {
        return StreamsApp.of(applicationId, topology, with, Map.of(), new Catalogue(List.of(topics)), meters);
    }

    /** All committed dead letters. */
    TopicReader<byte[]> letters() {
        return platform.reader(
                FailurePolicy.deadLetterTopic(applicationId), new ByteArrayDeserializer(), Isolation.COMMITTED);
    }

    double failures(String kind) {
        return meters.find("millrace.failures").tag("kind", kind).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
