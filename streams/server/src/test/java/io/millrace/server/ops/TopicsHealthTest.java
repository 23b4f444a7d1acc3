package io.millrace.server.ops;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.app.Health;
import io.millrace.core.topics.TopicsException;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicsHealthTest {

    private static final Map<String, Integer> ALL = of("tokens.requests", "tokens.results", "tokens.requests-rejected");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final AtomicReference<@Nullable Map<String, Integer>> existing = new AtomicReference<>(ALL);
    private final TopicsHealth topics = new TopicsHealth(
            new Catalogue(List.of(TokensTopics.REQUESTS, TokensTopics.RESULTS), List.of("tokens.requests-rejected")),
            this::existing,
            clock);

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldNotBeReadyBeforeTheFirstAnswer() {
        assertThat(topics.health()).matches(health -> health.live() && !health.ready() && !health.started());
    }

    @Test
    void shouldBeReadyWhileAllTopicsExist() {
        topics.ask();

        assertThat(topics.health()).matches(Health::ready).matches(Health::started);
    }

    @Test
    void shouldNameWhatIsMissingAndSayWhatToDo() {
        topics.ask();
        existing.set(of("tokens.requests", "tokens.requests-rejected"));

        topics.ask();

        assertThat(topics.health()).matches(health -> health.live() && !health.ready() && health.started());
        assertThat(topics.health().reason())
                .isEqualTo("missing topics [tokens.results]; create them with 'millrace topics create'");
    }

    @Test
    void shouldNameAMissingTopicOfWhatIsSetAside() {
        existing.set(of("tokens.requests", "tokens.results"));

        topics.ask();

        assertThat(topics.health()).matches(health -> health.live() && !health.ready() && !health.started());
        assertThat(topics.health().reason()).startsWith("missing topics [tokens.requests-rejected];");
    }

    @Test
    void shouldNameATopicWithFewerPartitionsThanTheSettingsSay() {
        existing.set(Map.of("tokens.requests", 4, "tokens.results", 3, "tokens.requests-rejected", 1));

        topics.ask();

        assertThat(topics.health()).matches(health -> health.live() && !health.ready() && !health.started());
        assertThat(topics.health().reason())
                .startsWith("topic tokens.results has 3 partitions and the settings say 4; give the settings");
    }

    @Test
    void shouldBeReadyWithMorePartitions() {
        existing.set(Map.of("tokens.requests", 4, "tokens.results", 40, "tokens.requests-rejected", 1));

        topics.ask();

        assertThat(topics.health().ready()).isTrue();
    }

    @Test
    void shouldBeReadyAgainWhenTheTopicIsThere() {
        existing.set(Map.of());
        topics.ask();
        existing.set(ALL);

        topics.ask();

        assertThat(topics.health().ready()).isTrue();
    }

    @Test
    void shouldTakeABrokerForAwayThatDoesNotAnswer() {
        topics.ask();

        now.set(Instant.EPOCH.plus(TopicsHealth.SILENCE));
        assertThat(topics.health().ready()).isTrue();
        now.set(Instant.EPOCH.plus(TopicsHealth.SILENCE).plusMillis(1));
        assertThat(topics.health()).matches(health -> health.live() && !health.ready());
    }

    @Test
    void shouldKeepTheLastAnswerWhenOneFails() {
        topics.ask();
        existing.set(null);

        topics.ask();

        assertThat(topics.health().ready()).isTrue();
    }

    private static Map<String, Integer> of(String... names) {
        return Stream.of(names).collect(toMap(name -> name, name -> 4));
    }

    private Map<String, Integer> existing() {
        var partitions = existing.get();
        if (partitions == null) {
            throw new TopicsException("cannot describe topics", new IOException("not now"));
        }
        return partitions;
    }
}
