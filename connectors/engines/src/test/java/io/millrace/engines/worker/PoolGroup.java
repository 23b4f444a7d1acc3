package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;

/** The consumer group of a pool's workers, as the broker knows it. */
final class PoolGroup {

    private final Map<String, Object> client;
    private final WorkerSettings settings;

    PoolGroup(Map<String, Object> client, WorkerSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Waits until all before {@code offset} of lane 0 is done with. */
    void awaitCommitted(long offset) {
        await().atMost(PoolFixture.PATIENCE)
                .untilAsserted(() -> assertThat(committed()).isEqualTo(offset));
    }

    /** Offset up to which lane 0 is committed. */
    long committed() throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(client)) {
            var offset = admin.listConsumerGroupOffsets(settings.group())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(settings.topic(), 0));
            return offset == null ? 0 : offset.offset();
        }
    }

    /** Takes workers that were killed out of the group, as it does itself when the session time-out is over. */
    void removeMembers() throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(client)) {
            admin.removeMembersFromConsumerGroup(settings.group(), new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
    }
}
