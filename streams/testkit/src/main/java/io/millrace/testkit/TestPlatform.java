package io.millrace.testkit;

import io.millrace.events.serde.EventSerdes;
import io.millrace.events.topic.Topic;
import io.millrace.local.LocalPlatform;
import io.millrace.local.LocalSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Broker and registry shared by all tests of one JVM: started by the first that asks, empty then, stopped at the end of
 * the JVM. Tests keep apart by topics and application ids of their own. Safe for use by several threads.
 */
public final class TestPlatform {

    private static final int MAX_DIRECTORIES = 16;

    /** Shared by all tests of the JVM; created by the holder's class initialisation. */
    private static final class Shared {
        static final TestPlatform PLATFORM = new TestPlatform(startInFreeDirectory(Path.of("target", "platform")));
    }

    private final LocalPlatform local;
    private final AtomicInteger names = new AtomicInteger();

    private TestPlatform(LocalPlatform local) {
        this.local = local;
    }

    /** The shared platform; starts it when it does not run yet. */
    public static TestPlatform shared() {
        return Shared.PLATFORM;
    }

    /** A platform of its own, for tests that kill or restart it. Data under {@code target/platform-NAME}, emptied. */
    public static TestPlatform dedicated(String name) {
        return new TestPlatform(startInFreeDirectory(Path.of("target", "platform-" + name)));
    }

    public LocalPlatform local() {
        return local;
    }

    public String bootstrapServers() {
        return local.bootstrapServers();
    }

    public String registryUrl() {
        return local.registryUrl();
    }

    /** Serdes that register schemas on first use, unlike those of production. */
    public EventSerdes serdes() {
        return EventSerdes.of(registryUrl(), Map.of("auto.register.schemas", true));
    }

    /** Raw settings of a process that uses this platform, with its state under {@code target/}. */
    public Map<String, String> settings() {
        return Map.of(
                "bootstrap.servers", bootstrapServers(),
                "registry.url", registryUrl(),
                "state.dir", Path.of("target", "state").toAbsolutePath().toString());
    }

    /** A name that no other test of this JVM has, such as for an application id. */
    public String uniqueName(String prefix) {
        return prefix + "-" + names.incrementAndGet();
    }

    /** The same topic under a name of its own, created. */
    public <V extends SpecificRecord> Topic<V> ownTopic(Topic<V> topic) {
        var own = new Topic<>(
                uniqueName(topic.name()),
                topic.type(),
                topic.key(),
                topic.partitions(),
                topic.cleanup(),
                topic.retention(),
                topic.rules());
        create(List.of(own));
        return own;
    }

    /** Creates the topics that do not exist yet. */
    public void create(Collection<? extends Topic<?>> topics) {
        var missing = new ArrayList<NewTopic>();
        for (var topic : topics) {
            var cleanup = topic.nullDeletes() ? "compact" : "delete";
            missing.add(new NewTopic(topic.name(), topic.partitions(), (short) 1)
                    .configs(Map.of("cleanup.policy", cleanup)));
        }
        create(missing);
    }

    /** Creates a topic that no catalogue has. */
    public String createRaw(String prefix, int partitions) {
        var name = uniqueName(prefix);
        create(List.of(new NewTopic(name, partitions, (short) 1)));
        return name;
    }

    /** A producer of typed values. */
    public <V extends SpecificRecord> TopicWriter<V> writer(Topic<V> topic) {
        return new TopicWriter<>(topic.name(), bootstrapServers(), serdes().serializer(topic));
    }

    /** A producer of bytes as they are: undecodable and oversize records. */
    public TopicWriter<byte[]> rawWriter(String topic) {
        return new TopicWriter<>(topic, bootstrapServers(), (name, value) -> value);
    }

    /** Reads the topic from its beginning; see {@link TopicReader}. */
    public <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic, Isolation isolation) {
        return reader(topic.name(), serdes().deserializer(topic), isolation);
    }

    /** Reads any topic from its beginning. */
    public <V> TopicReader<V> reader(String topic, Deserializer<V> values, Isolation isolation) {
        return new TopicReader<>(topic, bootstrapServers(), values, isolation);
    }

    private void create(List<NewTopic> topics) {
        try (var admin = Admin.create(client())) {
            for (var created : admin.createTopics(topics).values().values()) {
                awaitCreated(created);
            }
        }
    }

    private static void awaitCreated(KafkaFuture<Void> created) {
        try {
            created.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("a topic could not be created", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private Map<String, Object> client() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    }

    /** Another test JVM may be at work in the same module: then the next directory is taken. */
    private static LocalPlatform startInFreeDirectory(Path base) {
        for (var i = 0; i < MAX_DIRECTORIES; i++) {
            var settings = LocalSettings.in(i == 0 ? base : Path.of(base + "-" + i));
            if (LocalPlatform.find(settings.dataDir()).isEmpty()) {
                LocalPlatform.erase(settings);
                return LocalPlatform.start(settings);
            }
        }
        throw new IllegalStateException(MAX_DIRECTORIES + " test platforms run in " + base.toAbsolutePath());
    }
}
