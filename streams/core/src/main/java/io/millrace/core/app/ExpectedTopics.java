package io.millrace.core.app;

import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.topic.Catalogue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription.GlobalStore;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.errors.MissingSourceTopicException;

/** Topics that an application reads or writes and that somebody else creates. */
record ExpectedTopics(Set<String> names, CoreSettings settings) {

    /**
     * Those of the topology that are in the catalogue, with those for their rejected events, and the dead letters. A
     * topology that chooses topics by the record may need each of the catalogue.
     */
    static ExpectedTopics of(Topology topology, Catalogue catalogue, String applicationId, CoreSettings settings) {
        var names = new TreeSet<String>();
        var description = topology.describe();
        for (var part : description.subtopologies()) {
            part.nodes().forEach(node -> collect(node, names));
        }
        description.globalStores().stream().map(GlobalStore::source).forEach(node -> collect(node, names));
        List.copyOf(names).stream().map(FailurePolicy::rejectedTopic).forEach(names::add);
        names.retainAll(catalogue.names());
        if (description.subtopologies().stream()
                .flatMap(part -> part.nodes().stream())
                .anyMatch(ExpectedTopics::chooses)) {
            names.addAll(catalogue.names());
        }
        names.add(FailurePolicy.deadLetterTopic(applicationId));
        return new ExpectedTopics(Set.copyOf(names), settings);
    }

    /** @throws UnknownTopicOrPartitionException naming those that are missing; they may come */
    void require() {
        try (var admin = TopicAdmin.of(settings)) {
            var missing = new TreeSet<>(names);
            missing.removeAll(admin.names());
            if (!missing.isEmpty()) {
                throw new UnknownTopicOrPartitionException(
                        "missing topics " + missing + "; create them with 'millrace topics create'");
            }
        }
    }

    /** What failed; where topics are missing, which, since Kafka Streams does not name them. */
    Throwable explain(Throwable failure) {
        if (AppStatus.root(failure) instanceof MissingSourceTopicException) {
            try {
                require();
            } catch (KafkaException e) {
                return e;
            }
        }
        return failure;
    }

    private static boolean chooses(Node node) {
        return node instanceof Sink sink && sink.topic() == null;
    }

    private static void collect(Node node, Set<String> names) {
        if (node instanceof Source source && source.topicSet() != null) {
            names.addAll(source.topicSet());
        } else if (node instanceof Sink sink && sink.topic() != null) {
            names.add(sink.topic());
        }
    }
}
