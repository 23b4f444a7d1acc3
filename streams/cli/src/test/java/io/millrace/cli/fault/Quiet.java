package io.millrace.cli.fault;

import static org.awaitility.Awaitility.await;

import io.millrace.events.tokens.TokensTopics;
import io.millrace.tokens.TokensTopology;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Tells when nothing is in progress any more. */
final class Quiet implements AutoCloseable {

    private static final Duration WITHIN = Duration.ofSeconds(150);
    private static final Duration FOR = Duration.ofSeconds(2);
    private static final long ANSWER_SECONDS = 30;
    private static final List<String> TOPICS = List.of(TokensTopics.REQUESTS.name(), TokensTopics.ELEMENTS.name());
    private static final String WORKERS = "millrace.workers.chat";

    private final Admin admin;

    Quiet(String bootstrapServers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /**
     * Waits until the application has read and committed all that is on its topics, all workers serve, and for two seconds
     * nothing was added.
     */
    void awaitQuiet() {
        var last = new HashMap<TopicPartition, Long>();
        await("all that was written is read and nothing follows")
                .atMost(WITHIN)
                .pollInterval(Duration.ofMillis(250))
                .during(FOR)
                .until(() -> {
                    var ends = ends();
                    var same = ends.equals(last);
                    last.putAll(ends);
                    return same && committed().entrySet().containsAll(ends.entrySet()) && allServe();
                });
    }

    @Override
    public void close() {
        admin.close();
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        var topics = admin.describeTopics(TOPICS).allTopicNames().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        topics.forEach((name, topic) -> topic.partitions()
                .forEach(partition -> asked.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        var ends = new HashMap<TopicPartition, Long>();
        admin.listOffsets(asked).all().get(ANSWER_SECONDS, TimeUnit.SECONDS).forEach((partition, end) -> {
            if (end.offset() > 0) {
                ends.put(partition, end.offset());
            }
        });
        return ends;
    }

    private Map<TopicPartition, Long> committed() throws Exception {
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listConsumerGroupOffsets(TokensTopology.APPLICATION)
                .partitionsToOffsetAndMetadata()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    private boolean allServe() throws Exception {
        var workers = admin.describeConsumerGroups(List.of(WORKERS))
                .all()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                .values();
        var members =
                workers.stream().flatMap(group -> group.members().stream()).toList();
        return members.size() == Mill.WORKERS
                && members.stream()
                        .noneMatch(
                                member -> member.assignment().topicPartitions().isEmpty());
    }
}
