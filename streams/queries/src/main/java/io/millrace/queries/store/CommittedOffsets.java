package io.millrace.queries.store;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;

/**
 * What the active tasks of an instance have committed of their inputs. A task knows that of what it has committed itself; of
 * an input that it has not read since it came here, only the group knows.
 */
final class CommittedOffsets {

    private final KafkaStreams client;
    private final Map<TopicPartition, Long> ofGroup;

    /** @param ofGroup as the broker had it a moment ago */
    CommittedOffsets(KafkaStreams client, Map<TopicPartition, Long> ofGroup) {
        this.client = client;
        this.ofGroup = ofGroup;
    }

    /** Whether all records up to these have been processed, and what came of them is committed. */
    boolean cover(Positions positions) {
        return positions.offsets().entrySet().stream().allMatch(each -> next(each.getKey()) > each.getValue());
    }

    /** The offset after the last one that is committed, at least. */
    private long next(TopicPartition input) {
        long ofTask = client.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(TaskMetadata::committedOffsets)
                .filter(offsets -> offsets.containsKey(input))
                .mapToLong(offsets -> offsets.get(input))
                .max()
                .orElse(-1);
        return Math.max(ofTask, ofGroup.getOrDefault(input, -1L));
    }
}
