package io.millrace.server.tail;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where a tail begins. */
public sealed interface TailStart {

    /**
     * Where the event with this id left off.
     *
     * @param topic of a stream that has but one
     * @throws io.millrace.queries.ProblemException INVALID_PARAMETER
     */
    static TailStart after(String lastEventId, String topic) {
        return new At(TailPosition.parse(lastEventId, topic));
    }

    /** With what is written from now on. */
    record Latest() implements TailStart {}

    /** With the oldest record that the topic still has. */
    record Earliest() implements TailStart {}

    /** With the first record at or after an instant, epoch milliseconds. */
    record Since(long at) implements TailStart {}

    /** With these offsets, and the end of partitions that are not named. */
    record At(Map<TopicPartition, Long> next) implements TailStart {}
}
