package io.millrace.core.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The counts are those of Kafka Streams' own metrics, whose names only a running client knows. */
class ThreadCountsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestPlatform platform = TestPlatform.shared();

    @Test
    void shouldCountWhatAThreadProcessesAndCommits() {
        var topic = platform.ownTopic(TokensTopics.CONTROL);
        var copy = platform.ownTopic(TokensTopics.CONTROL);
        var application = platform.uniqueName("millrace.counted");
        var settings = platform.settings();
        try (var admin = TopicAdmin.of(settings)) {
            admin.createDeadLetters(List.of(application));
        }
        var values = settings.serdes().value(topic);
        var builder = new StreamsBuilder();
        builder.stream(topic.name(), Consumed.with(Serdes.String(), values).withName("in"))
                .to(copy.name(), Produced.with(Serdes.String(), values).withName("out"));
        try (var writer = platform.writer(topic);
                var app = StreamsApp.of(
                        application,
                        builder.build(),
                        settings,
                        Map.of(),
                        new Catalogue(List.of(topic, copy)),
                        new SimpleMeterRegistry())) {
            app.start();
            app.awaitRunning(LIMIT);

            writer.write("r", control("r"));

            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> ThreadCounts.of(app.streams().metrics()).values().stream()
                            .anyMatch(counts -> counts.processed() == 1 && counts.committed() >= 1));
        }
    }

    private static Control control(String id) {
        return Control.newBuilder()
                .setPath(List.of())
                .setRequestId(id)
                .setKind(ControlKind.CANCEL)
                .setAt(1)
                .build();
    }
}
