package io.millrace.server.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Asks the log whether a transaction was committed, by one of its records: those who read what is committed see it, or pass
 * its offset without having seen it. For transactions that have ended, and within the time in which nothing is compacted.
 */
final class CommitCheck {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> settings;
    private final Duration timeout;

    /** @param client settings that every Kafka client of the process has */
    CommitCheck(Map<String, Object> client, Duration timeout) {
        this.settings = new HashMap<>(client);
        this.timeout = timeout;
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-server-outcome");
    }

    /**
     * Whether the record with this key can be read where it was written.
     *
     * @throws org.apache.kafka.common.KafkaException when the log cannot tell in time
     */
    boolean isCommitted(RecordMetadata record, String key) {
        var partition = new TopicPartition(record.topic(), record.partition());
        long end = System.nanoTime() + timeout.toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, record.offset());
            while (System.nanoTime() < end) {
                for (var read : consumer.poll(POLL)) {
                    if (read.offset() == record.offset()) {
                        return key.equals(read.key());
                    }
                }
                if (consumer.position(partition) > record.offset()) {
                    return false;
                }
            }
        }
        throw new TimeoutException(partition + " could not be read up to offset " + record.offset());
    }
}
