package io.millrace.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads one topic from its beginning, without a group, and remembers all it has read. Each method polls until its
 * condition holds and fails with what was seen when the time is over. One thread at a time.
 */
public final class TopicReader<V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int SHOWN = 20;
    private static final int SHOWN_CHARACTERS = 300;

    private final String topic;
    private final Consumer<String, V> consumer;
    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<String, V>> seen = new ArrayList<>();

    TopicReader(String topic, String bootstrapServers, Deserializer<V> values, Isolation isolation) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation.setting(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                values);
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All records read so far, in the order of reading; grows only by calls on this reader. */
    public List<ConsumerRecord<String, V>> seen() {
        return List.copyOf(seen);
    }

    /** Polls until {@code condition} holds for all that was read, and returns it. */
    public List<ConsumerRecord<String, V>> await(
            String expectation, Duration timeout, Predicate<List<ConsumerRecord<String, V>>> condition) {
        var end = System.nanoTime() + timeout.toNanos();
        while (!condition.test(seen())) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "%s: not within %d ms; %s".formatted(expectation, timeout.toMillis(), describe()));
            }
            poll(POLL);
        }
        return seen();
    }

    /** Polls until a moment of {@link System#nanoTime}, for whoever has something to do then. */
    public void readUntil(long nanos) {
        for (var left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            var wait = Duration.ofNanos(left);
            poll(wait.compareTo(POLL) < 0 ? wait : POLL);
        }
    }

    /** Polls until at least {@code count} records match; returns those that do. */
    public List<ConsumerRecord<String, V>> awaitMatching(
            int count, Duration timeout, Predicate<ConsumerRecord<String, V>> match) {
        var all = await(
                count + " matching records on " + topic,
                timeout,
                records -> records.stream().filter(match).count() >= count);
        return all.stream().filter(match).toList();
    }

    /** Polls until at least {@code count} records with this key are there; returns their values. */
    public List<V> awaitValues(String key, int count, Duration timeout) {
        return awaitMatching(count, timeout, message -> key.equals(message.key())).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    /**
     * Reads all that is on the topic now, up to the end as the isolation shows it, and returns all that was ever read.
     * For oracles over the raw log.
     */
    public List<ConsumerRecord<String, V>> drain(Duration timeout) {
        var ends = consumer.endOffsets(partitions);
        var end = System.nanoTime() + timeout.toNanos();
        while (!ends.entrySet().stream().allMatch(last -> consumer.position(last.getKey()) >= last.getValue())) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("end of " + topic + " not reached: " + describe());
            }
            poll(POLL);
        }
        return seen();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void poll(Duration timeout) {
        consumer.poll(timeout).forEach(seen::add);
    }

    private String describe() {
        var text = new StringBuilder("saw " + seen.size() + " records on " + topic);
        seen.stream()
                .skip(Math.max(0, seen.size() - SHOWN))
                .forEach(message -> text.append("%n  %d@%d %s = %s"
                        .formatted(message.partition(), message.offset(), message.key(), shorten(message.value()))));
        return text.toString();
    }

    private static String shorten(Object value) {
        var text = String.valueOf(value);
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
