package io.millrace.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

class ExpectedTopicsTest {

    private static final Catalogue CATALOGUE = new Catalogue(
            List.of(TokensTopics.REQUESTS, TokensTopics.RESULTS, TokensTopics.CONTROL),
            List.of("tokens.requests-rejected", "tokens.control-rejected", "test.dlq", "other.dlq"));

    private final CoreSettings settings = CoreSettings.of(RawSettings.of(Map.of(
            CoreSettings.BOOTSTRAP_SERVERS,
            "127.0.0.1:9",
            CoreSettings.REGISTRY_URL,
            "http://127.0.0.1:9",
            CoreSettings.STATE_DIR_TMP_ALLOWED,
            "true")));
    private final StreamsBuilder builder = new StreamsBuilder();

    @Test
    void shouldExpectTheTopicsForWhatItsOwnTopicsReject() {
        builder.stream("tokens.requests").to("tokens.results");

        assertThat(expected(builder.build()).names())
                .containsExactlyInAnyOrder("tokens.requests", "tokens.requests-rejected", "tokens.results", "test.dlq");
    }

    @Test
    void shouldExpectAllOfTheCatalogueWhereTopicsAreChosenByTheRecord() {
        builder.stream("tokens.requests").to((key, value, context) -> "tokens.results");

        assertThat(expected(builder.build()).names()).isEqualTo(CATALOGUE.names());
    }

    private ExpectedTopics expected(Topology topology) {
        return ExpectedTopics.of(topology, CATALOGUE, "test", settings);
    }
}
