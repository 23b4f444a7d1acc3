package io.millrace.core.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** What applications have committed of their inputs, as the broker has it. Safe for use by several threads. */
public final class GroupOffsets implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;

    /** @param client settings that every Kafka client of the process has */
    public GroupOffsets(Map<String, Object> client) {
        this.admin = Admin.create(client);
    }

    /**
     * The offset after the last one that is committed, of each partition that has one.
     *
     * @throws KafkaException when the broker does not answer
     */
    public Map<TopicPartition, Long> committed(String applicationId) {
        try {
            var found = new HashMap<TopicPartition, Long>();
            admin.listConsumerGroupOffsets(applicationId)
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            found.put(partition, offset.offset());
                        }
                    });
            return found;
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("what " + applicationId + " has committed is not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
