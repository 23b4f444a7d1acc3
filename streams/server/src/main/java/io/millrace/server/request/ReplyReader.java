package io.millrace.server.request;

import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partition of {@code tokens.replies} that this front door owns and hands each reply to whoever waits for its
 * request. Reads uncommitted, so a reply may come again. One thread; those who wait are called on it and must not block. A
 * consumer that fails is replaced by one that goes on where it was; one who fails to take a reply harms nobody else.
 */
public final class ReplyReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    private final TopicPartition partition;
    private final Supplier<KafkaConsumer<String, byte[]>> consumers;
    private final Deserializer<Reply> deserializer;
    private final Map<String, Consumer<Reply>> waiting = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile KafkaConsumer<String, byte[]> consumer;
    private volatile boolean reading;

    /** Offset to go on at; not known before the topic exists. Of the reading thread, once that runs. */
    private OptionalLong next = OptionalLong.empty();

    /**
     * @param client settings that every Kafka client of the process has
     * @param partition the partition of replies that is this front door's own
     */
    public ReplyReader(Map<String, Object> client, Deserializer<Reply> deserializer, TopicPartition partition) {
        this(() -> consumer(client, partition), deserializer, partition);
    }

    ReplyReader(
            Supplier<KafkaConsumer<String, byte[]>> consumers,
            Deserializer<Reply> deserializer,
            TopicPartition partition) {
        this.partition = partition;
        this.consumers = consumers;
        this.deserializer = deserializer;
        this.consumer = consumers.get();
        this.thread = new Thread(this::run, "millrace-replies-" + partition.partition());
    }

    /**
     * Begins at the end of the partition: what is published from now on is heard. Blocks until the broker has told where
     * that is. Where the topic is missing it begins when that has come; until then nothing is asked, so nothing is missed.
     *
     * @throws KafkaException when the broker cannot be reached
     */
    public void start() {
        try {
            beginAtEnd();
            reading = true;
        } catch (UnknownTopicOrPartitionException e) {
            LOG.warn("Replies cannot be heard yet topic={}", partition.topic(), e);
        }
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

    /** Whether this is beyond repair: its thread has ended though nobody closed it. */
    public boolean isDead() {
        return thread.getState() == Thread.State.TERMINATED && closing.getCount() > 0;
    }

    /** Calls {@code listener} for each reply to the request; before the request is published. */
    public void await(String requestId, Consumer<Reply> listener) {
        waiting.put(requestId, listener);
    }

    public void forget(String requestId) {
        waiting.remove(requestId);
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!pausedUntilClosed(reading ? 0 : pause)) {
                try {
                    if (!reading) {
                        renew();
                    }
                    poll();
                    reading = true;
                    pause = FIRST_PAUSE_MILLIS;
                } catch (WakeupException e) {
                    LOG.debug("Reply reader woken to close");
                } catch (KafkaException e) {
                    pause = reading ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                    reading = false;
                    LOG.warn("Reply reader begins anew topic={} offset={}", partition.topic(), next.orElse(-1), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reading = false;
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private boolean pausedUntilClosed(long millis) throws InterruptedException {
        return closing.await(millis, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
        consumer = consumers.get();
        if (next.isPresent()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, next.getAsLong());
        } else {
            beginAtEnd();
        }
    }

    private void beginAtEnd() {
        if (consumer.partitionsFor(partition.topic()).size() <= partition.partition()) {
            throw new UnknownTopicOrPartitionException("missing topic " + partition.topic() + " with a partition "
                    + partition.partition() + "; create it with 'millrace topics create'");
        }
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        next = OptionalLong.of(consumer.position(partition));
    }

    private void poll() {
        try {
            for (var event : consumer.poll(POLL)) {
                if (!dispatch(event)) {
                    consumer.seek(partition, event.offset());
                    return;
                }
                next = OptionalLong.of(event.offset() + 1);
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
        } catch (RuntimeException e) {
            LOG.error("Reply could not be taken topic={} offset={}", event.topic(), event.offset(), e);
        }
        return true;
    }

    private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> client, TopicPartition partition) {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-replies-" + partition.partition());
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(POLL.toMillis() * 10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
