package io.millrace.cli.platform;

import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TokensPartitions;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.tokens.TokensTopology;
import java.util.ArrayList;
import java.util.List;

/** The topics of all systems of an installation. */
public final class PlatformTopics {

    /** Whose dead letters have a topic. */
    public static final List<String> APPLICATIONS =
            List.of(TokensTopology.APPLICATION, "millrace.workers", "millrace.server");

    private PlatformTopics() {}

    /** With a topic of work for each pool that the settings name, and those for dead letters and rejected events. */
    public static Catalogue catalogue(RawSettings settings) {
        var topics = new ArrayList<Topic<?>>(ofTokens(Pools.of(settings), settings));
        topics.addAll(ServerTopics.ALL);
        var setAside = new ArrayList<>(rejected());
        APPLICATIONS.stream().map(FailurePolicy::deadLetterTopic).forEach(setAside::add);
        return new Catalogue(topics, setAside);
    }

    /** What the token streams read and write, rejected events included. */
    static Catalogue tokens(Pools pools, RawSettings settings) {
        return new Catalogue(ofTokens(pools, settings), rejected());
    }

    private static List<Topic<?>> ofTokens(Pools pools, RawSettings settings) {
        return TokensPartitions.of(settings).of(TokensTopics.all(pools.lanes()));
    }

    private static List<String> rejected() {
        return TokensTopics.CHECKED.stream()
                .map(topic -> FailurePolicy.rejectedTopic(topic.name()))
                .toList();
    }

    /** Creates what is missing of them, those for dead letters and rejected events included; the names of those created. */
    public static List<String> create(TopicAdmin admin, Catalogue catalogue) {
        var created = new ArrayList<>(admin.createMissing(catalogue));
        created.addAll(admin.createDeadLetters(APPLICATIONS));
        created.addAll(admin.createRejected(TokensTopics.CHECKED));
        return created;
    }
}
