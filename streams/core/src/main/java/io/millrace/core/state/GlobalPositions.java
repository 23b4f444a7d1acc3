package io.millrace.core.state;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;

/**
 * How far the global tables of an instance have been read: of each partition the offset of the last record that changed
 * them. Kafka Streams itself does not tell. One for each application; its tables find it in their configuration. Safe for
 * use by several threads.
 */
public final class GlobalPositions {

    /** Where the configuration of an application holds it. */
    public static final String KEY = "millrace.global.positions";

    private final Map<StoreName, Map<TopicPartition, Long>> positions = new ConcurrentHashMap<>();

    /** Empty while the table has not been opened. */
    public Map<TopicPartition, Long> of(StoreName store) {
        return Map.copyOf(positions.getOrDefault(store, Map.of()));
    }

    /** A table was opened: it is as far as when it was closed. */
    void opened(StoreName store, StateStore table) {
        var found = new ConcurrentHashMap<TopicPartition, Long>();
        var position = table.getPosition();
        for (var topic : position.getTopics()) {
            position.getPartitionPositions(topic)
                    .forEach((partition, offset) -> found.put(new TopicPartition(topic, partition), offset));
        }
        positions.put(store, found);
    }

    /** A record was applied. */
    void applied(StoreName store, TopicPartition partition, long offset) {
        positions.computeIfAbsent(store, unused -> new ConcurrentHashMap<>()).put(partition, offset);
    }
}
