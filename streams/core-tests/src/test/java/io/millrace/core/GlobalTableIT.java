package io.millrace.core;

import static io.millrace.core.BadRecords.bytes;
import static io.millrace.core.BadRecords.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.app.NotRunningException;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.failure.DeadLetterHeaders;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.state.GlobalTables;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GlobalTableIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final StoreName STORE = StoreName.of("it-loads");

    private final TestPlatform platform = TestPlatform.shared();
    private final CoreFixture fixture = new CoreFixture(platform, "global");
    private final Topic<Load> loads = fixture.own(TokensTopics.LOADS);

    @Test
    void shouldSetBadRecordsAsideOnceAtTheStartInMidRunAndAfterTheLossOfItsState() {
        fixture.create(loads);
        var good = bytes(fixture.settings().serdes(), loads, load());
        try (var writer = platform.rawWriter(loads.name());
                var letters = fixture.letters()) {
            writer.write("early", good);
            BadRecords.of(good).forEach(writer::write);
            try (var app = start(fixture.settings())) {
                assertThat(table(app).get("early")).isEqualTo(load());
                BadRecords.of(good).forEach(writer::write);
                writer.write("late", good);
                writer.write("early", null);
                Awaitility.await().atMost(LIMIT).until(() -> table(app).get("early") == null);
                assertThat(table(app).get("late")).isEqualTo(load());
            }

            try (var app = start(fixture.settings(CoreFixture.newStateDir()))) {
                assertThat(table(app).get("late")).isEqualTo(load());
                assertThat(table(app).get("early")).isNull();
            }

            assertThat(letters.drain(LIMIT))
                    .extracting(letter -> header(letter, DeadLetterHeaders.REASON))
                    .containsExactly(
                            "framing",
                            "unknown_schema",
                            "malformed",
                            "oversize",
                            "framing",
                            "unknown_schema",
                            "malformed",
                            "oversize");
        }
    }

    @Test
    void shouldWriteOneLetterForTwoInstances() {
        fixture.create(loads);
        try (var writer = platform.rawWriter(loads.name());
                var letters = fixture.letters();
                var one = start(fixture.settings());
                var two = start(fixture.settings(CoreFixture.newStateDir()))) {
            writer.write("broken", new byte[] {1, 2, 3});
            writer.write("late", bytes(fixture.settings().serdes(), loads, load()));
            // One fences the other out while it writes the letter, and may then have to start again.
            Awaitility.await()
                    .atMost(LIMIT)
                    .ignoreException(NotRunningException.class)
                    .until(() -> table(one).get("late") != null && table(two).get("late") != null);

            assertThat(letters.drain(LIMIT)).hasSize(1);
        }
    }

    private StreamsApp start(CoreSettings settings) {
        var app = fixture.app(topology(settings), settings, loads);
        app.start();
        app.awaitRunning(LIMIT);
        return app;
    }

    private Topology topology(CoreSettings settings) {
        var builder = new StreamsBuilder();
        GlobalTables.add(builder, STORE, loads, settings.serdes());
        return builder.build();
    }

    private static ReadOnlyKeyValueStore<String, Load> table(StreamsApp app) {
        return app.streams()
                .store(StoreQueryParameters.fromNameAndType(STORE.name(), QueryableStoreTypes.keyValueStore()));
    }

    private static Load load() {
        return Load.newBuilder()
                .setReplica("replica")
                .setPool("pool")
                .setRunning(3)
                .setAt(1L)
                .build();
    }
}
