package io.millrace.testkit;

import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.local.LocalPlatform;
import io.millrace.local.LocalSettings;
import io.millrace.local.LocalSettings.BrokerLimits;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Broker and registry shared by all tests of one JVM: started by the first that asks, empty then, stopped at the end of
 * the JVM. Tests keep apart by topics and application ids of their own. Safe for use by several threads.
 */
public final class TestPlatform {

    private static final int MAX_DIRECTORIES = 16;

    /** Test JVMs of one module that run side by side differ by this. */
    private static final String FORK = System.getProperty("millrace.test.fork", "jvm");

    /** Shared by all tests of the JVM; created by the holder's class initialisation. */
    private static final class Shared {
        static final TestPlatform PLATFORM = startInFreeDirectory(Path.of("target", "platform-shared"));
    }

    private final LocalPlatform local;
    private final Path stateDir;
    private final CoreSettings core;
    private final AtomicInteger names = new AtomicInteger();

    private TestPlatform(LocalPlatform local, Path stateDir) {
        this.local = local;
        this.stateDir = stateDir;
        this.core = settings(Map.of());
    }

    /** The shared platform; starts it when it does not run yet. */
    public static TestPlatform shared() {
        return Shared.PLATFORM;
    }

    /** A platform of its own, for tests that kill or restart it. Data under {@code target/platform-NAME}, emptied. */
    public static TestPlatform dedicated(String name) {
        return startInFreeDirectory(Path.of("target", "platform-" + name));
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

    /** Serdes as in production: schemas are registered by {@link #create}, not by a serialiser. */
    public EventSerdes serdes() {
        return core.serdes();
    }

    /** Settings of a process that uses this platform, with its state beside the platform's data. */
    public CoreSettings settings() {
        return core;
    }

    /** As {@link #settings()}, with more or other keys. */
    public CoreSettings settings(Map<String, String> more) {
        return CoreSettings.of(rawSettings(more));
    }

    /** As {@link #settings(Map)}, for settings classes of other modules and for child processes. */
    public RawSettings rawSettings(Map<String, String> more) {
        var values = new HashMap<>(Map.of(
                CoreSettings.BOOTSTRAP_SERVERS, bootstrapServers(),
                CoreSettings.REGISTRY_URL, registryUrl(),
                CoreSettings.STATE_DIR, stateDir.toString(),
                CoreSettings.STATE_DIR_TMP_ALLOWED, "true"));
        values.putAll(more);
        return RawSettings.of(values);
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

    /** Creates the topics that do not exist yet and registers their schemas, as {@code millrace up} does. */
    public void create(Collection<? extends Topic<?>> topics) {
        var catalogue = new Catalogue(topics);
        try (var admin = TopicAdmin.of(core);
                var registrar = SchemaRegistrar.of(core)) {
            admin.createMissing(catalogue);
            registrar.register(catalogue);
        }
    }

    /** Creates a topic that no catalogue has. */
    public String createRaw(String prefix, int partitions) {
        var name = uniqueName(prefix);
        try (var admin = Admin.create(core.kafkaClient())) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
            return name;
        } catch (ExecutionException e) {
            throw new IllegalStateException("topic " + name + " could not be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topic " + name, e);
        }
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

    /** Another build may be at work in the same module: then the next directory is taken. */
    private static TestPlatform startInFreeDirectory(Path directory) {
        var base = Path.of(directory + "-" + FORK);
        for (var i = 0; i < MAX_DIRECTORIES; i++) {
            var settings =
                    LocalSettings.in(i == 0 ? base : Path.of(base + "-" + i)).withBroker(BrokerLimits.SHORT_LIVED);
            if (LocalPlatform.find(settings.dataDir()).isEmpty()) {
                LocalPlatform.erase(settings);
                return new TestPlatform(
                        LocalPlatform.start(settings), settings.dataDir().resolve("state"));
            }
        }
        throw new IllegalStateException(MAX_DIRECTORIES + " test platforms run in " + base.toAbsolutePath());
    }
}
