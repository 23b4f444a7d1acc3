package io.millrace.server.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes events, each on its own. Safe for use by several threads. */
public final class EventWriter implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;

    /**
     * @param client settings that every Kafka client of the process has
     * @param timeout how long the broker may take
     */
    public EventWriter(Map<String, Object> client, Duration timeout, int maxRequestBytes) {
        var settings = settings(client, timeout, maxRequestBytes);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-server");
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** What both writers share. */
    static Map<String, Object> settings(Map<String, Object> client, Duration timeout, int maxRequestBytes) {
        int millis = Math.toIntExact(timeout.toMillis());
        var settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
        return settings;
    }

    /** Sends an event; the future fails with a {@link io.millrace.queries.ProblemException}. */
    public CompletableFuture<Published> write(ProducerRecord<String, byte[]> event) {
        var written = new CompletableFuture<Published>();
        try {
            var unused = producer.send(event, (metadata, failure) -> {
                if (failure == null) {
                    written.complete(new Published(metadata.topic(), metadata.partition(), metadata.offset(), false));
                } else {
                    written.completeExceptionally(KafkaProblems.of(failure));
                }
            });
        } catch (KafkaException e) {
            written.completeExceptionally(KafkaProblems.of(e));
        }
        return written;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
