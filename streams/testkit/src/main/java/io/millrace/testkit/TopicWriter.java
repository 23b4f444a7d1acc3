package io.millrace.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes records to one topic and waits until each is on the log. Safe for use by several threads. */
public final class TopicWriter<V> implements AutoCloseable {

    private static final int MAX_REQUEST_BYTES = 64 << 20;

    private final String topic;
    private final Producer<String, V> producer;

    TopicWriter(String topic, String bootstrapServers, Serializer<V> values) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        MAX_REQUEST_BYTES),
                new StringSerializer(),
                values);
    }

    /** Writes to the partition that the key chooses. */
    public RecordMetadata write(@Nullable String key, @Nullable V value, Header... headers) {
        return send(new ProducerRecord<>(topic, null, key, value, List.of(headers)));
    }

    /** Writes to a partition, such as the lane of a worker. */
    public RecordMetadata writeTo(int partition, @Nullable String key, @Nullable V value, Header... headers) {
        return send(new ProducerRecord<>(topic, partition, key, value, List.of(headers)));
    }

    @Override
    public void close() {
        producer.close();
    }

    private RecordMetadata send(ProducerRecord<String, V> message) {
        try {
            return producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("record was not written to " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing to " + topic, e);
        }
    }
}
