package io.millrace.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.serde.RegistryUnavailableException;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailurePolicyTopologyTest {

    private static final Topic<Control> IN = TokensTopics.CONTROL;
    private static final Topic<Control> OUT =
            new Topic<>("test.out", IN.type(), IN.key(), 1, IN.cleanup(), IN.retention(), IN.rules());

    private Driver driver;

    @BeforeEach
    void runTopology() throws Exception {
        driver = Driver.with(IN, OUT);
        driver.run(topology());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldSetANullAsideAndGoOn() {
        driver.pipe(IN, "r1", null);
        driver.pipe(IN, "r2", good("fine"));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("r1".getBytes(UTF_8));
            assertThat(letter.value()).isNull();
            assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("null_value");
            assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("0");
        });
        assertThat(driver.read(OUT.name()))
                .extracting(record -> new String(record.key(), UTF_8))
                .containsExactly("r2", "last");
    }

    @Test
    void shouldSetBytesThatAreNoRecordAside() {
        driver.pipe(IN, "r1", "{}".getBytes(UTF_8));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo("{}".getBytes(UTF_8));
            assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("framing");
            assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(IN.name());
            assertThat(header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
            assertThat(header(letter, DeadLetterHeaders.KEY)).isEqualTo("r1");
        });
    }

    @Test
    void shouldSetATruncatedRecordAside() {
        var bytes = good("fine");
        driver.pipe(IN, "r1", Arrays.copyOf(bytes, bytes.length - 2));

        assertThat(driver.letters())
                .singleElement()
                .satisfies(letter ->
                        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("malformed"));
    }

    @Test
    void shouldCutAnOversizeRecord() {
        driver.pipe(IN, "r1", new byte[Driver.MAX_BYTES + 1]);

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).hasSize(1024);
            assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("oversize");
            assertThat(header(letter, DeadLetterHeaders.ORIGINAL_BYTES))
                    .isEqualTo(Integer.toString(Driver.MAX_BYTES + 1));
        });
    }

    @Test
    void shouldSetAnOutputThatIsTooLargeAside() {
        driver.pipe(IN, "r1", good("grow"));

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(OUT.name());
            assertThat(letter.value()).hasSize(1024);
        });
    }

    @Test
    void shouldSendAnInvalidEventToTheRejectedTopicWithItsReason() {
        driver.pipe(IN, "r1", good("invalid"));

        assertThat(driver.letters()).isEmpty();
        assertThat(driver.read(IN.name() + "-rejected")).singleElement().satisfies(rejected -> {
            assertThat(header(rejected, DeadLetterHeaders.REASON)).isEqualTo("unknown-thing");
            assertThat(rejected.value()).isEqualTo(good("invalid"));
        });
    }

    @Test
    void shouldStopOnAnOutageWithoutADeadLetter() {
        assertThatThrownBy(() -> driver.pipe(IN, "r1", good("outage")))
                .satisfies(e -> assertThat(FailureKind.of(e)).isEqualTo(FailureKind.OUTAGE));

        assertThat(driver.letters()).isEmpty();
    }

    @Test
    void shouldStopOnABugWithoutADeadLetter() {
        assertThatThrownBy(() -> driver.pipe(IN, "r1", good("bug")))
                .satisfies(e -> assertThat(FailureKind.of(e)).isEqualTo(FailureKind.BUG));

        assertThat(driver.letters()).isEmpty();
    }

    @Test
    void shouldCountWhatItSetsAside() {
        driver.pipe(IN, "r1", null);
        driver.pipe(IN, "r2", null);

        assertThat(driver.meters()
                        .get("millrace.failures")
                        .tags("application", Driver.APPLICATION, "kind", "undecodable", "reason", "null_value")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    /** The test driver hands over what was sent when it has processed a record. */
    private List<TestRecord<byte[], byte[]>> letters() {
        driver.pipe(IN, "last", good("fine"));
        return driver.letters();
    }

    private Topology topology() {
        var builder = new StreamsBuilder();
        builder.stream(
                        IN.name(),
                        Consumed.with(Serdes.String(), driver.serdes().value(IN))
                                .withName("in"))
                .mapValues(FailurePolicyTopologyTest::handle, Named.as("handle"))
                .to(
                        OUT.name(),
                        Produced.with(Serdes.String(), driver.serdes().value(OUT))
                                .withName("out"));
        return builder.build();
    }

    private static Control handle(Control control) {
        return switch (String.valueOf(control.getReason())) {
            case "invalid" -> throw new InvalidEventException("unknown-thing", "there is no such thing");
            case "outage" -> throw new RegistryUnavailableException("away", new IOException("away"));
            case "bug" -> throw new IllegalStateException("impossible");
            case "grow" -> control("x".repeat(Driver.MAX_BYTES));
            default -> control;
        };
    }

    private byte[] good(String reason) {
        return driver.serdes().serializer(IN).serialize(IN.name(), control(reason));
    }

    private static Control control(String reason) {
        return Control.newBuilder()
                .setPath(List.of())
                .setRequestId("r1")
                .setKind(ControlKind.CANCEL)
                .setReason(reason)
                .setAt(1L)
                .build();
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
