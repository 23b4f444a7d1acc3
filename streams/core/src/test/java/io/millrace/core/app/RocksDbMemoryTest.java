package io.millrace.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.failure.FailureContext;
import io.millrace.core.failure.GlobalDeadLetters;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stores of a process together stay within one bound, however much is in them. */
class RocksDbMemoryTest {

    private static final List<String> STORES = List.of("one", "two", "three");
    private static final int VALUE_BYTES = 16 * 1024;

    /** Full memtables wait to be written, and blocks in use cannot be given up: the bound is soft by so much. */
    private static final double SOFTNESS = 1.15;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    private CoreSettings settings;
    private TopologyTestDriver driver;

    @BeforeEach
    void openStores() {
        settings = CoreSettings.of(RawSettings.of(Map.of(
                CoreSettings.BOOTSTRAP_SERVERS,
                "127.0.0.1:9",
                CoreSettings.REGISTRY_URL,
                "mock://memory",
                CoreSettings.STATE_DIR,
                "target/state/" + UUID.randomUUID(),
                CoreSettings.STATE_DIR_TMP_ALLOWED,
                "true")));
        var failures = new FailureContext("millrace.memory", 1024, new SimpleMeterRegistry(), new NoLetters());
        var properties = new Properties();
        properties.putAll(StreamsProperties.of(
                "millrace.memory",
                settings,
                failures,
                Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE)));
        driver = new TopologyTestDriver(topology(), properties);
    }

    @AfterEach
    void closeStores() {
        driver.close();
    }

    @Test
    void shouldHoldItsBoundWhenStoresAreFilledFarBeyondIt() {
        // Given values that do not compress, for each store as much as all may use
        long bound = settings.rocksDbCacheBytes();
        long entries = bound / VALUE_BYTES;
        long most = 0;

        // When
        for (var name : STORES) {
            KeyValueStore<String, byte[]> store = driver.getKeyValueStore(name);
            for (long i = 0; i < entries; i++) {
                store.put(Long.toHexString(random.nextLong()), value());
                most = Math.max(most, RocksDbMemory.usedBytes());
            }
            store.flush();
        }
        for (var name : STORES) {
            KeyValueStore<String, byte[]> store = driver.getKeyValueStore(name);
            try (var all = store.all()) {
                while (all.hasNext()) {
                    all.next();
                    most = Math.max(most, RocksDbMemory.usedBytes());
                }
            }
        }

        // Then
        assertThat(most).isBetween(bound / 2, (long) (SOFTNESS * bound));
    }

    private byte[] value() {
        var value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return value;
    }

    private static Topology topology() {
        var topology = new Topology()
                .addSource(
                        "in", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), "memory")
                .addProcessor("keep", Idle::new, "in");
        for (var name : STORES) {
            topology.addStateStore(
                    Stores.keyValueStoreBuilder(
                                    Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                            .withLoggingDisabled(),
                    "keep");
        }
        return topology;
    }

    private static final class Idle extends ContextualProcessor<String, byte[], Void, Void> {
        @Override
        public void process(Record<String, byte[]> record) {}
    }

    private static final class NoLetters implements GlobalDeadLetters {
        @Override
        public void write(ProducerRecord<byte[], byte[]> letter) {
            throw new AssertionError("no global table here, but a dead letter for " + letter.topic());
        }

        @Override
        public void close() {}
    }
}
