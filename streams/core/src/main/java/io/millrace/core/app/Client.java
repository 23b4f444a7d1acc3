package io.millrace.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.millrace.core.metrics.Metrics;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** A Kafka Streams client and the metrics bound to it. Safe for use by several threads. */
final class Client {

    private final KafkaStreams streams;
    private final String applicationId;
    private final MeterRegistry meters;
    private @Nullable KafkaStreamsMetrics metrics;
    private boolean closed;

    Client(KafkaStreams streams, String applicationId, MeterRegistry meters) {
        this.streams = streams;
        this.applicationId = applicationId;
        this.meters = meters;
    }

    KafkaStreams streams() {
        return streams;
    }

    /**
     * Binds its metrics anew. Called when it runs, since those of tasks, stores and partitions are not there before; the
     * binder itself looks for new ones only once a minute.
     */
    synchronized void bindMetrics() {
        if (closed) {
            return;
        }
        unbindMetrics();
        metrics = Metrics.bind(streams, applicationId, meters);
    }

    /** Leaves the group, so that the partitions move at once. Whether all closed within {@code limit}. */
    boolean close(Duration limit) {
        synchronized (this) {
            closed = true;
            unbindMetrics();
        }
        return streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(limit));
    }

    private void unbindMetrics() {
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
    }
}
