package io.millrace.cli.replay;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The records of one key, read committed: only the partition of the key is read, and only its own values are decoded. For one
 * thread.
 */
final class KeyedRecords<V extends SpecificRecord> implements AutoCloseable {

    /**
     * A record that was found.
     *
     * @param value null where it deletes the key
     * @param timestamp of the record, epoch milliseconds
     */
    record Found<V>(@Nullable V value, long timestamp) {}

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private final Consumer<String, byte[]> consumer;
    private final Deserializer<V> values;
    private final TopicPartition partition;
    private final String key;

    private KeyedRecords(
            Consumer<String, byte[]> consumer, Deserializer<V> values, TopicPartition partition, String key) {
        this.consumer = consumer;
        this.values = values;
        this.partition = partition;
        this.key = key;
    }

    /** Stands at the beginning of the partition. */
    static <V extends SpecificRecord> KeyedRecords<V> open(CoreSettings settings, Topic<V> topic, String key) {
        var client = settings.kafkaClient();
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(ANSWER_WITHIN.toMillis()));
        var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(topic.name());
        if (partitions == null || partitions.isEmpty()) {
            consumer.close();
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "there is no topic " + topic.name() + " at " + settings.bootstrapServers()
                            + ": name the cluster of the platform with --bootstrap-servers and --registry");
        }
        var partition = new TopicPartition(topic.name(), partitionOf(key, partitions.size()));
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return new KeyedRecords<>(consumer, settings.serdes().deserializer(topic), partition, key);
    }

    /** Where Kafka's default partitioning puts the key. */
    private static int partitionOf(String key, int count) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % count;
    }

    /** Passes over what is older. */
    void skipBefore(long epochMillis) {
        var found = consumer.offsetsForTimes(Map.of(partition, epochMillis)).get(partition);
        consumer.seek(partition, found == null ? end() : found.offset());
    }

    /** Passes over all that is there. */
    void skipToEnd() {
        consumer.seek(partition, end());
    }

    /** The next record of those that are on the log when this is called. */
    Optional<Found<V>> next() {
        var end = end();
        while (consumer.position(partition) < end) {
            var found = poll();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The newest record of those that are on the log when this is called. */
    Optional<Found<V>> newest() {
        var newest = Optional.<Found<V>>empty();
        for (var next = next(); next.isPresent(); next = next()) {
            newest = next;
        }
        return newest;
    }

    /** The next record; empty when none has come before a short while is over. */
    Optional<Found<V>> poll() {
        for (var event : consumer.poll(POLL)) {
            if (key.equals(event.key())) {
                consumer.seek(partition, event.offset() + 1);
                return Optional.of(found(event));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private Found<V> found(ConsumerRecord<String, byte[]> event) {
        var value = event.value() == null ? null : values.deserialize(event.topic(), event.headers(), event.value());
        return new Found<>(value, event.timestamp());
    }

    private long end() {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
}
