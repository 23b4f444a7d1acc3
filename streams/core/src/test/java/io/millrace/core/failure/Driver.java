package io.millrace.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.app.StreamsProperties;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.Registry;
import io.millrace.events.serde.RegistryPatience;
import io.millrace.events.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * A TopologyTestDriver with the configuration of production and a registry in memory; at least once, because the driver
 * forgets what a transaction sent before its first record was processed.
 */
final class Driver implements AutoCloseable {

    static final String APPLICATION = "millrace.test";
    static final int MAX_BYTES = 16 * 1024;

    private final String url = "mock://" + UUID.randomUUID();
    private final EventSerdes serdes = EventSerdes.of(url, Map.of(), RegistryPatience.none(), MAX_BYTES);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private @Nullable TopologyTestDriver driver;

    static Driver with(Topic<?>... topics) throws Exception {
        var made = new Driver();
        var registry = Registry.client(made.url, Map.of());
        for (var topic : topics) {
            registry.register(topic.subject(), Registry.schema(topic));
        }
        return made;
    }

    EventSerdes serdes() {
        return serdes;
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    void run(Topology topology) {
        var settings = CoreSettings.of(RawSettings.of(Map.of(
                "bootstrap.servers",
                "127.0.0.1:9",
                "registry.url",
                url,
                "max.request.bytes",
                Integer.toString(MAX_BYTES),
                "state.dir",
                "target/state/" + UUID.randomUUID(),
                "state.dir.tmp.allowed",
                "true")));
        var failures = new FailureContext(APPLICATION, MAX_BYTES, meters, new NoGlobalLetters());
        var properties = new Properties();
        properties.putAll(StreamsProperties.of(
                APPLICATION,
                settings,
                failures,
                Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE)));
        driver = new TopologyTestDriver(topology, properties);
    }

    TopologyTestDriver driver() {
        return Objects.requireNonNull(driver, "run a topology first");
    }

    void pipe(Topic<?> topic, String key, byte @Nullable [] value) {
        raw(topic).pipeInput(key.getBytes(UTF_8), value);
    }

    TestInputTopic<byte[], byte[]> raw(Topic<?> topic) {
        return driver().createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver().createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> letters() {
        return read(FailurePolicy.deadLetterTopic(APPLICATION));
    }

    @Override
    public void close() {
        if (driver != null) {
            driver.close();
        }
    }
}
