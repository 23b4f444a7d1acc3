package io.millrace.server.tail;

import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.RegistryUnavailableException;
import io.millrace.events.topic.Catalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes consumers for tails, read committed and without a group, and decodes what they read. */
final class TailConsumers {

    private static final Logger LOG = LoggerFactory.getLogger(TailConsumers.class);

    private final Map<String, Object> client;
    private final EventSerdes serdes;
    private final Catalogue catalogue;
    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers = new ConcurrentHashMap<>();

    TailConsumers(Map<String, Object> client, EventSerdes serdes, Catalogue catalogue) {
        this.client = Map.copyOf(client);
        this.serdes = serdes;
        this.catalogue = catalogue;
    }

    KafkaConsumer<String, byte[]> consumer() {
        return consumer(IsolationLevel.READ_COMMITTED);
    }

    /** Offsets behind the last records, those of open transactions included. */
    Map<TopicPartition, Long> writtenEnds(List<TopicPartition> partitions) {
        try (var consumer = consumer(IsolationLevel.READ_UNCOMMITTED)) {
            return consumer.endOffsets(partitions);
        }
    }

    private KafkaConsumer<String, byte[]> consumer(IsolationLevel isolation) {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-tail");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** @throws UnknownTopicOrPartitionException when the topic was not created yet */
    List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer, String topic) {
        var infos = consumer.partitionsFor(topic);
        if (infos == null || infos.isEmpty()) {
            throw new UnknownTopicOrPartitionException("topic " + topic + " does not exist on the broker");
        }
        return infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** Hands on what there is; what cannot be decoded while the registry is away is read again by the next call. */
    void read(KafkaConsumer<String, byte[]> consumer, Duration wait, Consumer<TailRecord> reader) {
        var events = consumer.poll(wait);
        var next = new HashMap<TopicPartition, Long>();
        events.partitions()
                .forEach(partition ->
                        next.put(partition, events.records(partition).get(0).offset()));
        try {
            for (var event : events) {
                var shown = decode(event);
                reader.accept(shown);
                next.put(shown.partition(), shown.offset() + 1);
            }
        } catch (RegistryUnavailableException e) {
            LOG.warn("Records wait for the registry; at={}", next, e);
            next.forEach(consumer::seek);
        }
    }

    private TailRecord decode(ConsumerRecord<String, byte[]> event) {
        return TailRecord.of(event, deserializers.computeIfAbsent(event.topic(), this::deserializer));
    }

    private Deserializer<? extends SpecificRecord> deserializer(String topic) {
        return serdes.deserializer(catalogue
                .find(topic)
                .orElseThrow(() -> new IllegalArgumentException("topic " + topic + " is not in the catalogue")));
    }
}
