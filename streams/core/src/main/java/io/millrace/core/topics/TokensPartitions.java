package io.millrace.core.topics;

import io.millrace.core.settings.RawSettings;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * How many partitions topics of the token streams have. The same in all processes of an installation, for as long as it lives.
 *
 * @param requests of each topic that is keyed by request: the most threads, of all instances, that advance requests
 * @param replies of the topic of replies: the most servers that each read their own replies only
 */
public record TokensPartitions(int requests, int replies) {

    public static final String REQUESTS = "tokens.request.partitions";
    public static final String REPLIES = "tokens.reply.partitions";

    private static final int MOST = 10_000;

    /** @throws io.millrace.core.settings.SettingsException with all errors at once */
    public static TokensPartitions of(RawSettings raw) {
        var config = raw.parse(definition());
        return new TokensPartitions(config.getInt(REQUESTS), config.getInt(REPLIES));
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        REQUESTS,
                        Type.INT,
                        TokensTopics.REQUESTS.partitions(),
                        Range.between(1, MOST),
                        Importance.HIGH,
                        "Partitions of each topic that is keyed by request, fixed when an installation is made: the most"
                                + " stream threads, of all instances, that can advance requests.")
                .define(
                        REPLIES,
                        Type.INT,
                        TokensTopics.REPLIES.partitions(),
                        Range.between(1, MOST),
                        Importance.MEDIUM,
                        "Partitions of the topic of replies, fixed when an installation is made: more servers than that"
                                + " read each other's replies as well.");
    }

    /** All topics of an installation with these numbers; those of pools as they are. */
    public List<Topic<?>> of(List<Topic<?>> topics) {
        return topics.stream().<Topic<?>>map(this::of).toList();
    }

    private Topic<?> of(Topic<?> topic) {
        if (TokensTopics.BY_REQUEST.contains(topic)) {
            return topic.withPartitions(requests);
        }
        return topic.equals(TokensTopics.REPLIES) ? topic.withPartitions(replies) : topic;
    }
}
