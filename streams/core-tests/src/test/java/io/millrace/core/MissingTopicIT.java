package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.app.Health;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Topics that an application needs and that are not there. */
class MissingTopicIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final TestPlatform platform = TestPlatform.shared();
    private final CoreFixture fixture = new CoreFixture(platform, "missing");
    private final Topic<Control> in = fixture.own(TokensTopics.CONTROL);
    private final Topic<Control> out = fixture.own(TokensTopics.CONTROL);

    @Test
    void shouldNameATopicThatIsTakenAwayUntilItIsBack() throws Exception {
        // Given
        fixture.create(in, out);
        try (var app = fixture.app(topology(), settings(), in, out);
                var admin = Admin.create(fixture.settings().kafkaClient())) {
            app.start();
            app.awaitRunning(LIMIT);

            // When
            admin.deleteTopics(List.of(in.name())).all().get();

            // Then
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(app.health().reason())
                            .contains("missing topics [" + in.name() + "]; create them with 'millrace topics create'"));
            assertThat(app.health().ready()).isFalse();
            platform.create(List.of(in));
            Awaitility.await().atMost(LIMIT).until(app::health, Health::ready);
        }
    }

    @Test
    void shouldWaitForTopicsThatItChoosesByTheRecord() {
        platform.create(List.of(in));
        var builder = new StreamsBuilder();
        builder.stream(in.name(), Consumed.<String, byte[]>as("in")).to((key, value, context) -> out.name());
        try (var app = fixture.app(builder.build(), in, out)) {
            app.start();

            Awaitility.await().atMost(LIMIT).until(() -> app.health().reason().contains(out.name()));
        }
    }

    private CoreSettings settings() {
        return platform.settings(Map.of(
                CoreSettings.STATE_DIR,
                CoreFixture.newStateDir().toAbsolutePath().toString(),
                CoreSettings.OUTAGE_PAUSE,
                "50",
                CoreSettings.OUTAGE_PAUSE_MAX,
                "500",
                // How soon clients see that a topic has gone.
                "kafka.metadata.max.age.ms",
                "1000"));
    }

    private Topology topology() {
        var values = fixture.settings().serdes().value(in);
        var builder = new StreamsBuilder();
        builder.stream(in.name(), Consumed.with(Serdes.String(), values).withName("in"))
                .to(out.name(), Produced.with(Serdes.String(), values).withName("out"));
        return builder.build();
    }
}
