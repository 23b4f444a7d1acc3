package io.millrace.core.topics;

import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of a catalogue and tells how those that exist differ from it. May be used by several threads. */
public final class TopicAdmin implements AutoCloseable {

    private static final Duration LETTERS_KEPT = Duration.ofDays(14);

    /**
     * The segment that is written is never compacted, and a table reads all of it when it starts: with the broker's 1 GiB the
     * load reports of some hours.
     */
    private static final int COMPACTED_SEGMENT = 16 * 1024 * 1024;

    private final Admin admin;
    private final short replication;
    private final int maxBytes;

    private TopicAdmin(Admin admin, short replication, int maxBytes) {
        this.admin = admin;
        this.replication = replication;
        this.maxBytes = maxBytes;
    }

    public static TopicAdmin of(CoreSettings settings) {
        return new TopicAdmin(
                Admin.create(settings.kafkaClient()), settings.replicationFactor(), settings.maxMessageBytes());
    }

    /**
     * Creates what is missing; topics that exist are left as they are.
     *
     * @return names of the topics created
     * @throws TopicsException when the broker refuses or is away
     */
    public List<String> createMissing(Catalogue catalogue) {
        return create(catalogue.topics().stream().map(this::described).toList());
    }

    /** Creates the dead letter topics of applications where they are missing; see {@link #createMissing(Catalogue)}. */
    public List<String> createDeadLetters(Collection<String> applications) {
        return create(applications.stream()
                .map(FailurePolicy::deadLetterTopic)
                .map(this::letters)
                .toList());
    }

    /** Creates {@code <topic>-rejected} for topics whose processors refuse invalid events. */
    public List<String> createRejected(Collection<Topic<?>> topics) {
        return create(topics.stream()
                .map(topic -> letters(FailurePolicy.rejectedTopic(topic.name())))
                .toList());
    }

    /**
     * The topics of the catalogue that exist, by name.
     *
     * @throws TopicsException when the broker is away
     */
    public Map<String, TopicDescription> describe(Catalogue catalogue) {
        return describe(catalogue.topics().stream().map(Topic::name).toList());
    }

    /**
     * Number of partitions of those topics that exist, by name.
     *
     * @throws TopicsException when the broker is away
     */
    public Map<String, Integer> partitions(Collection<String> names) {
        var partitions = new TreeMap<String, Integer>();
        describe(names)
                .forEach(
                        (name, topic) -> partitions.put(name, topic.partitions().size()));
        return partitions;
    }

    /**
     * The names of all topics that exist.
     *
     * @throws TopicsException when the broker is away
     */
    public Set<String> names() {
        return get("list topics", admin.listTopics().names());
    }

    /** How the broker's topics differ from the catalogue, one sentence each. */
    public List<String> differences(Catalogue catalogue) {
        var found = describe(catalogue);
        var differences = new ArrayList<String>();
        for (var topic : catalogue.topics()) {
            var description = found.get(topic.name());
            if (description == null) {
                differences.add("topic " + topic.name() + " is missing; create it with 'millrace topics create'");
            } else if (description.partitions().size() != topic.partitions()) {
                differences.add("topic " + topic.name() + " has "
                        + description.partitions().size() + " partitions, expected " + topic.partitions());
            }
        }
        return List.copyOf(differences);
    }

    @Override
    public void close() {
        admin.close();
    }

    private Map<String, TopicDescription> describe(Collection<String> names) {
        var existing = names();
        var found = names.stream().filter(existing::contains).toList();
        return new TreeMap<>(get("describe topics", admin.describeTopics(found).allTopicNames()));
    }

    private List<String> create(Collection<NewTopic> topics) {
        var created = new ArrayList<String>();
        admin.createTopics(topics).values().forEach((name, done) -> {
            try {
                get("create topic " + name, done);
                created.add(name);
            } catch (TopicsException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
        return List.copyOf(created);
    }

    private NewTopic described(Topic<?> topic) {
        var settings = new HashMap<String, String>();
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxBytes));
        if (topic.cleanup() == Topic.Cleanup.COMPACT) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(Math.max(COMPACTED_SEGMENT, maxBytes)));
        } else {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            settings.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(topic.retention().toMillis()));
        }
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), replicas()).configs(settings);
    }

    private NewTopic letters(String name) {
        return new NewTopic(name, Optional.of(1), replicas())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(LETTERS_KEPT.toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxBytes)));
    }

    private Optional<Short> replicas() {
        return replication < 0 ? Optional.empty() : Optional.of(replication);
    }

    private static <T> T get(String what, KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new TopicsException("cannot " + what + ": " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsException("interrupted while trying to " + what, e);
        }
    }
}
