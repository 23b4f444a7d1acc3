package io.millrace.server.request;

import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partition of {@code tokens.replies} that this front door owns and hands each reply to whoever waits for its
 * request. Reads uncommitted, so a reply may come again. One thread; those who wait are called on it and must not block.
 */
public final class ReplyReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final TopicPartition partition;
    private final Map<String, Object> client;
    private final Deserializer<Reply> deserializer;
    private final Map<String, Consumer<Reply>> waiting = new ConcurrentHashMap<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean reading;

    /**
     * @param client settings that every Kafka client of the process has
     * @param partition the partition of replies that is this front door's own
     */
    public ReplyReader(Map<String, Object> client, Deserializer<Reply> deserializer, TopicPartition partition) {
        this.partition = partition;
        this.client = Map.copyOf(client);
        this.deserializer = deserializer;
        this.consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "millrace-replies-" + partition.partition());
    }

    /**
     * Begins at the end of the partition: what is published from now on is heard. Blocks until the broker has told where
     * that is.
     *
     * @throws KafkaException when the broker cannot be reached
     */
    public void start() {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
        reading = true;
        thread.start();
    }

    /** Number of the partition, to be put into requests. */
    public int partition() {
        return partition.partition();
    }

    /** Whether replies are heard. */
    public boolean isReading() {
        return reading;
    }

    /** Calls {@code listener} for each reply to the request; before the request is published. */
    public void await(String requestId, Consumer<Reply> listener) {
        waiting.put(requestId, listener);
    }

    public void forget(String requestId) {
        waiting.remove(requestId);
    }

    private void run() {
        try {
            while (!closing) {
                poll();
            }
        } catch (WakeupException e) {
            LOG.debug("Reply reader woken to close");
        } catch (KafkaException e) {
            LOG.error("Reply reader stopped topic={} partition={}", partition.topic(), partition.partition(), e);
        } finally {
            reading = false;
            consumer.close();
        }
    }

    private void poll() {
        try {
            for (var event : consumer.poll(POLL)) {
                if (!dispatch(event)) {
                    consumer.seek(partition, event.offset());
                    return;
                }
            }
        } catch (RetriableException e) {
            LOG.warn("Replies cannot be read for now topic={}", partition.topic(), e);
        }
    }

    /** Returns false when the reply has to be read again: the registry is away, and somebody waits for the reply. */
    private boolean dispatch(ConsumerRecord<String, byte[]> event) {
        var listener = event.key() == null ? null : waiting.get(event.key());
        if (listener == null) {
            return true;
        }
        try {
            listener.accept(deserializer.deserialize(event.topic(), event.value()));
        } catch (RegistryUnavailableException e) {
            LOG.warn("Reply waits for the registry topic={} offset={}", event.topic(), event.offset(), e);
            return false;
        } catch (SerializationException e) {
            LOG.warn("Reply could not be read topic={} offset={}", event.topic(), event.offset(), e);
        }
        return true;
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-replies-" + partition.partition());
        return settings;
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(POLL.toMillis() * 10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
