package io.millrace.core;

import static io.millrace.core.BadRecords.bytes;
import static io.millrace.core.BadRecords.control;
import static io.millrace.core.BadRecords.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.app.AppState;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.failure.DeadLetterException;
import io.millrace.core.failure.DeadLetterHeaders;
import io.millrace.core.failure.DeadLetters;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FailurePolicyIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final TestPlatform platform = TestPlatform.shared();
    private final CoreFixture fixture = new CoreFixture(platform, "policy");
    private final Topic<Control> in = fixture.own(TokensTopics.CONTROL);
    private final Topic<Control> out = fixture.own(TokensTopics.CONTROL);

    @Test
    void shouldSetEachBadRecordAsideOnceAndGoOn() {
        fixture.create(in, out);
        var good = bytes(fixture.settings().serdes(), in, control("r"));
        try (var writer = platform.rawWriter(in.name());
                var results = platform.reader(out, Isolation.COMMITTED);
                var letters = fixture.letters()) {
            writer.write("before", good);
            BadRecords.of(good).forEach(writer::write);
            writer.write("null_value", null);
            writer.write("after", good);

            try (var app = start()) {
                results.awaitMatching(1, LIMIT, record -> "after".equals(record.key()));
            }
            writer.write("end", good);
            try (var again = start()) {
                results.awaitMatching(1, LIMIT, record -> "end".equals(record.key()));
            }

            assertThat(results.seen()).extracting(record -> record.key()).containsExactly("before", "after", "end");
            assertThat(letters.drain(LIMIT))
                    .hasSize(5)
                    .allSatisfy(letter ->
                            assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo(letter.key()))
                    .extracting(record -> header(record, DeadLetterHeaders.OFFSET))
                    .containsExactly("1", "2", "3", "4", "5");
        }
    }

    @Test
    void shouldSetALoneBadRecordAsideWithoutFurtherTraffic() {
        fixture.create(in, out);
        try (var writer = platform.rawWriter(in.name());
                var letters = fixture.letters();
                var app = start()) {
            app.awaitRunning(LIMIT);
            writer.write("lonely", null);

            letters.awaitMatching(1, LIMIT, letter -> "lonely".equals(letter.key()));
        }
    }

    @Test
    void shouldListShowAndReplayLetters() {
        fixture.create(in, out);
        var bad = BadRecords.of(bytes(fixture.settings().serdes(), in, control("r")));
        try (var writer = platform.rawWriter(in.name());
                var letters = fixture.letters()) {
            writer.write("a", bad.get("malformed"), new TextHeader("traceparent", "00-abc"));
            writer.write("b", bad.get("oversize"));
            try (var app = start()) {
                letters.awaitMatching(2, LIMIT, letter -> true);
            }
        }
        var letters = DeadLetters.of(fixture.settings());
        var topic = FailurePolicy.deadLetterTopic(fixture.applicationId());
        var first = letters.list(topic, 0, 0, 1);
        var second = letters.list(topic, 0, first.next(), 10);

        var replayed = letters.replay(first.letters().get(0));

        assertThat(first.more()).isTrue();
        assertThat(second.letters())
                .singleElement()
                .satisfies(letter -> assertThatThrownBy(() -> letters.replay(letter))
                        .isInstanceOf(DeadLetterException.class)
                        .hasMessageContaining("only the first 1024 were kept"));
        try (var log = platform.reader(in.name(), new ByteArrayDeserializer(), Isolation.COMMITTED)) {
            var copy = log.drain(LIMIT).stream()
                    .filter(record -> record.offset() == replayed.offset())
                    .findFirst()
                    .orElseThrow();
            assertThat(copy.key()).isEqualTo("a");
            assertThat(copy.value()).isEqualTo(bad.get("malformed"));
            assertThat(header(copy, "traceparent")).isEqualTo("00-abc");
            assertThat(header(copy, DeadLetterHeaders.REPLAYED_FROM))
                    .isEqualTo(fixture.applicationId() + ".dlq/0/"
                            + first.letters().get(0).place().offset());
        }
        assertThatThrownBy(() -> letters.show(topic, 0, 99)).isInstanceOf(DeadLetterException.class);
        assertThatThrownBy(() -> letters.list(in.name(), 0, 0, 1)).isInstanceOf(DeadLetterException.class);
        assertThatThrownBy(() -> letters.list("millrace.nobody.dlq", 0, 0, 1)).isInstanceOf(DeadLetterException.class);
    }

    @Test
    void shouldStopOnABugWithoutADeadLetter() {
        fixture.create(in, out);
        try (var writer = platform.rawWriter(in.name());
                var letters = fixture.letters();
                var app = start()) {
            writer.write("bug", bytes(fixture.settings().serdes(), in, control("bug")));

            Awaitility.await().atMost(LIMIT).until(() -> app.state() == AppState.ERROR);

            assertThat(app.health().live()).isFalse();
            assertThat(app.health().ready()).isFalse();
            assertThat(app.health().reason()).contains("impossible");
            assertThat(letters.drain(LIMIT)).isEmpty();
        }
    }

    @Test
    void shouldWaitForTopicsThatAreMissing() {
        try (var app = start()) {
            Awaitility.await().atMost(LIMIT).until(() -> app.health().reason().contains("missing topics"));
            fixture.create(in, out);

            app.awaitRunning(LIMIT);
        }
    }

    private StreamsApp start() {
        var app = fixture.app(topology(), in, out);
        app.start();
        return app;
    }

    private Topology topology() {
        var serdes = fixture.settings().serdes();
        var builder = new StreamsBuilder();
        builder.stream(
                        in.name(),
                        Consumed.with(Serdes.String(), serdes.value(in)).withName("in"))
                .mapValues(FailurePolicyIT::handle, Named.as("handle"))
                .to(
                        out.name(),
                        Produced.with(Serdes.String(), serdes.value(out)).withName("out"));
        return builder.build();
    }

    private static Control handle(Control control) {
        if (control.getRequestId().equals("bug")) {
            throw new IllegalStateException("impossible");
        }
        return control;
    }
}
