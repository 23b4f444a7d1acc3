package io.millrace.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each dead letter of a global table once, over restarts and instances. A letter's identity is the place of its
 * original record. Before it writes, it fences the writers of the other instances (all share one transactional id) and
 * reads what is new on the dead letter topic; a writer that is fenced in between does the same again. So no letter is
 * written that another instance has written, and none is lost.
 *
 * <p>Bad records are rare: clients are made for each letter that has to be looked for and closed again.
 */
public final class KafkaGlobalDeadLetters implements GlobalDeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaGlobalDeadLetters.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** How long others are let go first before the letter counts as one that cannot be written. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, Object> client;
    private final String application;
    private final Set<String> known = new HashSet<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();

    /** @param client what every Kafka client needs to reach the broker */
    public KafkaGlobalDeadLetters(Map<String, Object> client, String application) {
        this.client = Map.copyOf(client);
        this.application = application;
    }

    @Override
    public synchronized void write(ProducerRecord<byte[], byte[]> letter) {
        var identity = identity(letter.headers());
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!known.contains(identity)) {
            try (var producer = producer()) {
                producer.initTransactions();
                readNew(letter.topic());
                if (!known.contains(identity)) {
                    send(producer, letter);
                    known.add(identity);
                }
            } catch (KafkaException e) {
                if (!Fencing.isCauseOf(e) || System.nanoTime() > end) {
                    throw e;
                }
                LOG.debug("another instance has begun since, what it writes decides; app={}", application, e);
            }
        }
    }

    private static void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> letter) {
        producer.beginTransaction();
        // A failed send shows in the commit.
        var unused = producer.send(letter);
        producer.commitTransaction();
    }

    /** Place of the original record, by its headers; null for a record that is no dead letter. */
    private static @Nullable String identity(Headers headers) {
        var topic = headers.lastHeader(DeadLetterHeaders.TOPIC);
        var partition = headers.lastHeader(DeadLetterHeaders.PARTITION);
        var offset = headers.lastHeader(DeadLetterHeaders.OFFSET);
        if (topic == null || partition == null || offset == null) {
            return null;
        }
        return new String(topic.value(), UTF_8) + "/" + new String(partition.value(), UTF_8) + "/"
                + new String(offset.value(), UTF_8);
    }

    private void readNew(String topic) {
        try (var consumer = consumer()) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(unread(partitions));
            read.forEach(consumer::seek);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (var found : consumer.poll(POLL)) {
                    var identity = identity(found.headers());
                    if (identity != null) {
                        known.add(identity);
                    }
                }
            }
            partitions.forEach(partition -> read.put(partition, consumer.position(partition)));
        }
    }

    private List<TopicPartition> unread(List<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> !read.containsKey(partition))
                .toList();
    }

    private Producer<byte[], byte[]> producer() {
        var settings = new HashMap<>(client);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, application + "-global-dead-letters");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.MAX_VALUE);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Consumer<byte[], byte[]> consumer() {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {}
}
