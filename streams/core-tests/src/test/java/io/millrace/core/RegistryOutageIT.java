package io.millrace.core;

import static io.millrace.core.BadRecords.bytes;
import static io.millrace.core.BadRecords.control;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.app.StreamsApp;
import io.millrace.core.state.GlobalTables;
import io.millrace.core.state.StoreName;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The registry goes away and comes back: the applications wait, and nothing becomes a dead letter. */
class RegistryOutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final TestPlatform PLATFORM = TestPlatform.dedicated("registry-outage");

    private final CoreFixture fixture = new CoreFixture(PLATFORM, "outage");
    private final Topic<Control> first = fixture.own(TokensTopics.CONTROL);
    private final Topic<Control> second = fixture.own(TokensTopics.CONTROL);
    private final Topic<Control> out = fixture.own(TokensTopics.CONTROL);

    @AfterAll
    static void stopPlatform() {
        PLATFORM.local().close();
    }

    @Test
    void shouldWaitForARegistryThatIsDownAtTheStart() {
        fixture.create(first, second, out);
        var record = bytes(serdesOfWriter(), first, control("r"));
        PLATFORM.local().registry().stop();
        try (var writer = PLATFORM.rawWriter(first.name());
                var results = PLATFORM.reader(out.name(), Serdes.ByteArray().deserializer(), Isolation.COMMITTED);
                var letters = fixture.letters();
                var app = start()) {
            writer.write("r", record);
            Awaitility.await().atMost(LIMIT).until(() -> fixture.failures("outage") > 0);

            startRegistry();

            results.awaitMatching(1, LIMIT, result -> "r".equals(result.key()));
            assertThat(letters.drain(LIMIT)).isEmpty();
        }
    }

    @Test
    void shouldWaitForARegistryThatGoesAwayInMidRun() {
        fixture.create(first, second, out);
        var one = bytes(serdesOfWriter(), first, control("one"));
        try (var writer = PLATFORM.rawWriter(first.name());
                var late = PLATFORM.rawWriter(second.name());
                var results = PLATFORM.reader(out.name(), Serdes.ByteArray().deserializer(), Isolation.COMMITTED);
                var letters = fixture.letters();
                var app = start()) {
            writer.write("one", one);
            results.awaitMatching(1, LIMIT, result -> "one".equals(result.key()));
            PLATFORM.local().registry().kill();
            late.write("two", one);
            Awaitility.await().atMost(LIMIT).until(() -> fixture.failures("outage") > 0);

            startRegistry();

            results.awaitMatching(1, LIMIT, result -> "two".equals(result.key()));
            assertThat(results.seen()).extracting(result -> result.key()).containsExactly("one", "two");
            assertThat(letters.drain(LIMIT)).isEmpty();
        }
    }

    @Test
    void shouldStartAgainForAGlobalTableWhenTheRegistryIsBack() {
        var loads = fixture.own(TokensTopics.LOADS);
        fixture.create(loads);
        var load = Load.newBuilder().setReplica("a").setPool("p").setAt(1L).build();
        var record = bytes(serdesOfWriter(), loads, load);
        PLATFORM.local().registry().stop();
        var builder = new StreamsBuilder();
        GlobalTables.add(
                builder, StoreName.of("outage-loads"), loads, fixture.settings().serdes());
        try (var writer = PLATFORM.rawWriter(loads.name());
                var letters = fixture.letters()) {
            writer.write("a", record);
            try (var app = fixture.app(builder.build(), loads)) {
                app.start();
                Awaitility.await().atMost(LIMIT).until(() -> fixture.failures("outage") > 0);

                startRegistry();

                app.awaitRunning(LIMIT);
                assertThat(letters.drain(LIMIT)).isEmpty();
            }
        }
    }

    private static void startRegistry() {
        PLATFORM.local().registry().start();
        PLATFORM.local().registry().awaitReady(LIMIT);
    }

    /** Of another process: what the application knows must not come from here. */
    private static EventSerdes serdesOfWriter() {
        return PLATFORM.serdes();
    }

    private StreamsApp start() {
        var serdes = fixture.settings().serdes();
        var builder = new StreamsBuilder();
        for (var topic : List.of(first, second)) {
            builder.stream(
                            topic.name(),
                            Consumed.with(Serdes.String(), serdes.value(topic)).withName("in-" + topic.name()))
                    .to(
                            out.name(),
                            Produced.with(Serdes.String(), serdes.value(out)).withName("out-" + topic.name()));
        }
        var app = fixture.app(builder.build(), first, second, out);
        app.start();
        return app;
    }
}
