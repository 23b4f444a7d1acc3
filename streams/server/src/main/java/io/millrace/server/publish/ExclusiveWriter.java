package io.millrace.server.publish;

import io.millrace.core.failure.Fencing;
import io.millrace.queries.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes a compacted topic by what is on it, one change after the other over all servers. All writers share one
 * transactional id: a change fences those that have begun before it, reads what they have committed, and commits what
 * follows from that; one that is fenced in between waits a random time and does the same again. For changes that are rare,
 * on topics that are small: each makes its own clients and reads the topic whole. Safe for use by several threads.
 */
public final class ExclusiveWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ExclusiveWriter.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** A transaction holds but a few events, all known when it begins; one that hangs must not hold up the others. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(5);

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Map<String, Object> producerSettings;
    private final Map<String, Object> consumerSettings;
    private final Duration timeout;

    /**
     * @param client settings that every Kafka client of the process has
     * @param timeout how long a change may take
     * @param transactionalId the same for all that change the topic
     */
    public ExclusiveWriter(Map<String, Object> client, Duration timeout, int maxRequestBytes, String transactionalId) {
        this.producerSettings = EventWriter.settings(client, timeout, maxRequestBytes);
        producerSettings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        producerSettings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        producerSettings.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(LONGEST_TRANSACTION.toMillis()));
        // The end of the transaction before is waited for by asking again.
        producerSettings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        this.consumerSettings = new HashMap<>(client);
        consumerSettings.put(ConsumerConfig.CLIENT_ID_CONFIG, transactionalId);
        consumerSettings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumerSettings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        consumerSettings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
        this.timeout = timeout;
    }

    /** What a change is, seen what is on the topic. Asked again when another change came first. */
    @FunctionalInterface
    public interface Change<R> {

        /** @param entries the newest value of each key that has one */
        Changed<R> after(Map<String, byte[]> entries);
    }

    /**
     * A change.
     *
     * @param outcome what {@link #change} returns
     * @param events what it writes, all or nothing; none where nothing has to change
     */
    public record Changed<R>(R outcome, List<ProducerRecord<String, byte[]>> events) {}

    /**
     * Makes one change. When this fails by TIMEOUT the change may be on the log or not.
     *
     * @param keys those that the change depends on
     * @throws ProblemException TIMEOUT, KAFKA_UNAVAILABLE, or what the change itself throws
     */
    public synchronized <R> R change(String topic, Predicate<String> keys, Change<R> change) {
        long end = System.nanoTime() + timeout.toNanos();
        for (long pause = SHORTEST_PAUSE_NANOS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            try (var producer =
                    new KafkaProducer<>(producerSettings, new StringSerializer(), new ByteArraySerializer())) {
                producer.initTransactions();
                var changed = change.after(read(topic, keys, end));
                commit(producer, changed.events());
                return changed.outcome();
            } catch (KafkaException e) {
                if (!Fencing.isCauseOf(e) || System.nanoTime() > end) {
                    throw KafkaProblems.of(e);
                }
                LOG.debug("another change came first, this one begins again topic={}", topic, e);
            }
            // Those that fence each other would do so again and again, began they at once again.
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause));
        }
    }

    private static void commit(Producer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> events) {
        if (events.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        for (var event : events) {
            // A failed send shows in the commit.
            var unused = producer.send(event);
        }
        producer.commitTransaction();
    }

    private Map<String, byte[]> read(String topic, Predicate<String> keys, long end) {
        var entries = new HashMap<String, byte[]>();
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(consumerSettings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                if (System.nanoTime() > end) {
                    throw new TimeoutException(topic + " could not be read to its end");
                }
                for (var event : consumer.poll(POLL)) {
                    if (event.key() != null && keys.test(event.key())) {
                        entries.compute(event.key(), (key, before) -> event.value());
                    }
                }
            }
        }
        return entries;
    }
}
