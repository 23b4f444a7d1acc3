package io.millrace.server.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the end of one topic for all its clients, on one thread. Ends by itself once it has had no client for a while;
 * then it takes no more and another one is to be made.
 */
final class SharedReader {

    private static final Logger LOG = LoggerFactory.getLogger(SharedReader.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int IDLE_POLLS = 100;

    private record Joining(TailClient client, CompletableFuture<Map<TopicPartition, Long>> positions) {}

    private final TailConsumers consumers;
    private final String topic;
    private final ConcurrentLinkedQueue<Joining> joining = new ConcurrentLinkedQueue<>();
    private final List<TailClient> clients = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closing;
    private boolean ended;

    SharedReader(TailConsumers consumers, String topic) {
        this.consumers = consumers;
        this.topic = topic;
        this.thread = new Thread(this::run, "millrace-tail-" + topic);
    }

    void start() {
        thread.start();
    }

    /**
     * Adds a client; completes with the offsets from which on it gets what is written. Records before them it has to get
     * elsewhere. Empty when this reader has ended.
     */
    synchronized Optional<CompletableFuture<Map<TopicPartition, Long>>> join(TailClient client) {
        if (ended) {
            return Optional.empty();
        }
        var positions = new CompletableFuture<Map<TopicPartition, Long>>();
        joining.add(new Joining(client, positions));
        return Optional.of(positions);
    }

    /** Waits until the thread has ended, at most a few seconds. */
    void close() {
        closing = true;
        try {
            thread.join(POLL.toMillis() * 30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (var consumer = consumers.consumer()) {
            var partitions = consumers.partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            read(consumer, partitions);
        } catch (KafkaException e) {
            LOG.warn("Tail stopped, its clients may resume; topic={}", topic, e);
        } finally {
            end();
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        int idle = 0;
        while (!closing && (idle < IDLE_POLLS || !tryEnd())) {
            admit(consumer, partitions);
            idle = clients.isEmpty() ? idle + 1 : 0;
            try {
                if (clients.isEmpty()) {
                    consumer.poll(POLL);
                } else {
                    consumers.read(consumer, POLL, shown -> clients.forEach(client -> client.live(shown)));
                }
            } catch (RetriableException e) {
                LOG.warn("Topic cannot be read for now; topic={}", topic, e);
            }
            clients.removeIf(TailClient::isOver);
        }
    }

    private void admit(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        for (var next = joining.poll(); next != null; next = joining.poll()) {
            var positions = new HashMap<TopicPartition, Long>();
            partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
            clients.add(next.client());
            next.positions().complete(positions);
        }
    }

    /** Ends unless a client has come meanwhile. */
    private synchronized boolean tryEnd() {
        ended = joining.isEmpty();
        return ended;
    }

    private synchronized void end() {
        ended = true;
        var gone = new KafkaException("the reader of " + topic + " has stopped");
        joining.forEach(next -> next.positions().completeExceptionally(gone));
        clients.forEach(client -> client.drop("interrupted", "the topic cannot be read; resume with Last-Event-ID"));
    }
}
