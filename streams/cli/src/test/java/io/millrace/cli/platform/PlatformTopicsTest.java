package io.millrace.cli.platform;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.settings.RawSettings;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformTopicsTest {

    private final RawSettings settings = RawSettings.of(Map.of());

    @Test
    void shouldExpectTheTopicsOfWhatIsSetAside() {
        assertThat(PlatformTopics.catalogue(settings).names())
                .contains("tokens.requests-rejected", "tokens.elements-rejected", "tokens.control-rejected")
                .contains("millrace.tokens.dlq", "millrace.workers.dlq", "millrace.server.dlq");
    }

    @Test
    void shouldGiveAllTopicsOfRequestsTheSamePartitions() {
        var catalogue = PlatformTopics.catalogue(
                RawSettings.of(Map.of("tokens.request.partitions", "48", "tokens.reply.partitions", "24")));
        assertThat(partitions(catalogue))
                .containsEntry("tokens.requests", 48)
                .containsEntry("tokens.elements", 48)
                .containsEntry("tokens.control", 48)
                .containsEntry("tokens.results", 48)
                .containsEntry("tokens.usage", 48)
                .containsEntry("tokens.derived", 48)
                .containsEntry("tokens.replies", 24)
                .containsEntry("tokens.plans", 1)
                .containsEntry("tokens.documents", 8);
    }

    @Test
    void shouldExpectRejectedEventsOfTheTokenStreams() {
        assertThat(PlatformTopics.tokens(Pools.of(settings), settings).names())
                .contains("tokens.requests-rejected", "tokens.elements-rejected", "tokens.control-rejected");
    }

    private static Map<String, Integer> partitions(Catalogue catalogue) {
        return catalogue.topics().stream().collect(toMap(Topic::name, Topic::partitions));
    }
}
