package io.millrace.core.app;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;

/** A Kafka Streams client and the metrics bound to it. */
record Client(KafkaStreams streams, KafkaStreamsMetrics metrics) {

    /** Leaves the group, so that the partitions move at once. Whether all closed within {@code limit}. */
    boolean close(Duration limit) {
        metrics.close();
        return streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(limit));
    }
}
