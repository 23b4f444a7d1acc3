package io.millrace.load.orchestration;

import io.millrace.core.settings.CoreSettings;
import io.millrace.tokens.TokensSettings;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The least that a stateful Kafka Streams application does for a record: one get and one put of a RocksDB store with a
 * changelog, and one record onwards, of bytes that it never looks into. Exactly once, with the threads and the commit
 * interval of the token streams.
 */
final class PassThrough {

    static final String INPUT = "bench-pass-in";
    static final String OUTPUT = "bench-pass-out";

    private static final String STORE = "bench-pass-store";

    private PassThrough() {}

    /**
     * @param core of the cluster
     * @param name of the application; another one begins at the first record again
     */
    static KafkaStreams streams(CoreSettings core, String name) {
        var properties = new Properties();
        properties.putAll(core.kafkaClient());
        properties.putAll(TokensSettings.of(core.raw()).streamsOverrides());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG, core.stateDir().resolve(name).toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        return new KafkaStreams(topology(), properties);
    }

    private static Topology topology() {
        var store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled();
        return new Topology()
                .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), INPUT)
                .addProcessor("keep", Keep::new, "in")
                .addStateStore(store, "keep")
                .addSink("out", OUTPUT, new ByteArraySerializer(), new ByteArraySerializer(), "keep");
    }

    private static final class Keep implements Processor<byte[], byte[], byte[], byte[]> {

        private @Nullable ProcessorContext<byte[], byte[]> context;
        private @Nullable KeyValueStore<byte[], byte[]> store;

        @Override
        public void init(ProcessorContext<byte[], byte[]> given) {
            context = given;
            store = given.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            var kept = Objects.requireNonNull(store, "initialised by Kafka Streams");
            kept.get(record.key());
            kept.put(record.key(), record.value());
            Objects.requireNonNull(context, "initialised by Kafka Streams").forward(record);
        }
    }
}
