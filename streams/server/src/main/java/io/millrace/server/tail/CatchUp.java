package io.millrace.server.tail;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one client from where it begins to the end of a topic, then hands it to the shared reader: it reads up to the
 * end, joins, and reads the little that was written meanwhile.
 */
final class CatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SLOWEST = Duration.ofSeconds(30);
    private static final String RESUME = "; resume with Last-Event-ID";

    private final Tails tails;
    private final TailConsumers consumers;
    private final String topic;
    private final TailClient client;

    CatchUp(Tails tails, TailConsumers consumers, String topic, TailClient client) {
        this.tails = tails;
        this.consumers = consumers;
        this.topic = topic;
        this.client = client;
    }

    /** Brings the client to the end and hands it over. */
    void follow(TailStart start) {
        guard(() -> {
            if (start instanceof TailStart.Latest) {
                client.begin(tails.join(topic, client));
            } else {
                readPast(start);
            }
            client.announceLive(topic);
        });
    }

    /**
     * Shows the client what it has not seen and is on the topic now. A transaction that is open waits for its end: the
     * partitions of one transaction learn of its commit one after the other, so what was written together with a record
     * that the client has seen may not be known as committed here yet.
     */
    void readToEnd() {
        guard(() -> {
            try (var consumer = consumers.consumer()) {
                var partitions = consumers.partitions(consumer, topic);
                consumer.assign(partitions);
                seek(consumer, partitions, new TailStart.At(client.next(topic)));
                readTo(consumer, consumers.writtenEnds(partitions));
            }
        });
    }

    private void guard(Runnable reading) {
        try {
            reading.run();
        } catch (KafkaException | CompletionException e) {
            LOG.warn("Tail could not be read; topic={}", topic, e);
            client.drop("interrupted", "the topic cannot be read at the moment" + RESUME);
        }
    }

    private void readPast(TailStart start) {
        try (var consumer = consumers.consumer()) {
            var partitions = consumers.partitions(consumer, topic);
            consumer.assign(partitions);
            seek(consumer, partitions, start);
            var from = new HashMap<TopicPartition, Long>();
            partitions.forEach(partition -> from.put(partition, consumer.position(partition)));
            client.begin(from);
            readTo(consumer, consumer.endOffsets(partitions));
            client.hold(topic);
            readTo(consumer, tails.join(topic, client));
            client.goLive(topic);
        }
    }

    private static void seek(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, TailStart start) {
        if (start instanceof TailStart.At at) {
            consumer.seekToEnd(partitions);
            at.next().forEach((partition, offset) -> {
                if (partitions.contains(partition)) {
                    consumer.seek(partition, offset);
                }
            });
        } else if (start instanceof TailStart.Since since) {
            var times = new HashMap<TopicPartition, Long>();
            partitions.forEach(partition -> times.put(partition, since.at()));
            // Before the times are looked up: what is written in between would be passed over.
            var ends = consumer.endOffsets(partitions);
            var found = consumer.offsetsForTimes(times);
            partitions.forEach(partition -> {
                var first = found.get(partition);
                consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
            });
        } else {
            consumer.seekToBeginning(partitions);
        }
    }

    /** Reads until every partition has reached its offset, at the pace of the client. */
    private void readTo(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        while (goesOn() && isBehind(consumer, ends)) {
            consumers.read(consumer, POLL, client::show);
            awaitRoom();
        }
    }

    private static boolean isBehind(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void awaitRoom() {
        long end = System.nanoTime() + SLOWEST.toNanos();
        while (goesOn() && !client.hasRoom()) {
            if (System.nanoTime() > end) {
                client.drop("slow_client", "this client takes events too slowly" + RESUME);
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private boolean goesOn() {
        return !tails.isClosing() && !client.isOver();
    }
}
