package io.millrace.events.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.io.BinaryData;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventSerdesTest {

    private static final Topic<Control> TOPIC = TokensTopics.CONTROL;
    private static final int MAX_BYTES = 512;

    private final String url = "mock://" + UUID.randomUUID();
    private final EventSerdes serdes = EventSerdes.of(url, Map.of(), RegistryPatience.none(), MAX_BYTES);
    private final Deserializer<Control> deserializer = serdes.deserializer(TOPIC);

    @BeforeEach
    void registerSchemas() throws Exception {
        var registry = Registry.client(url, Map.of());
        registry.register(TOPIC.subject(), Registry.schema(TOPIC));
        registry.register(TokensTopics.LOADS.subject(), Registry.schema(TokensTopics.LOADS));
    }

    @Test
    void shouldReadBackWhatItWrites() {
        var control = control("because");

        assertThat(deserializer.deserialize(TOPIC.name(), bytes(control))).isEqualTo(control);
    }

    @Test
    void shouldRefuseNullOnATopicThatIsNotCompacted() {
        assertUndecodable(Reason.NULL_VALUE, null);
    }

    @Test
    void shouldPassNullOnACompactedTopic() {
        var loads = serdes.deserializer(TokensTopics.LOADS);

        assertThat(loads.deserialize(TokensTopics.LOADS.name(), null)).isNull();
    }

    @Test
    void shouldRefuseAnotherMagicByte() {
        var bytes = bytes(control("x"));
        bytes[0] = 1;

        assertUndecodable(Reason.FRAMING, bytes);
    }

    @Test
    void shouldRefuseAValueShorterThanItsFrame() {
        assertUndecodable(Reason.FRAMING, new byte[] {0, 0, 0, 1});
    }

    @Test
    void shouldRefuseASchemaThatTheRegistryDoesNotKnow() {
        var bytes = bytes(control("x"));
        ByteBuffer.wrap(bytes).putInt(1, 987_654);

        assertUndecodable(Reason.UNKNOWN_SCHEMA, bytes);
    }

    @Test
    void shouldRefuseARecordThatEndsTooEarly() {
        var bytes = bytes(control("x"));

        assertUndecodable(Reason.MALFORMED, Arrays.copyOf(bytes, bytes.length - 3));
    }

    @Test
    void shouldRefuseATextThatClaimsToBeLongerThanTheRecordWithoutMakingRoomForIt() {
        var claiming = Arrays.copyOf(bytes(control("x")), 10);
        BinaryData.encodeLong(2_000_000_000L, claiming, 5);

        assertUndecodable(Reason.MALFORMED, claiming);
    }

    @Test
    void shouldRefuseARecordOfAnotherType() {
        var load = serdes.serializer(TokensTopics.LOADS)
                .serialize(
                        TokensTopics.LOADS.name(),
                        io.millrace.events.avro.tokens.Load.newBuilder()
                                .setReplica("r")
                                .setPool("p")
                                .setAt(1)
                                .build());

        assertUndecodable(Reason.WRONG_TYPE, load);
    }

    @Test
    void shouldReadAValueAtTheSizeLimitAndRefuseOneByteMore() {
        var atLimit = bytes(control("x".repeat(MAX_BYTES - bytes(control("")).length - 1)));

        assertThat(atLimit).hasSize(MAX_BYTES);
        assertThat(deserializer.deserialize(TOPIC.name(), atLimit)).isNotNull();
        assertUndecodable(Reason.OVERSIZE, Arrays.copyOf(atLimit, MAX_BYTES + 1));
    }

    @Test
    void shouldRefuseToWriteAValueOverTheSizeLimit() {
        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> bytes(control("x".repeat(MAX_BYTES))))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.OVERSIZE))
                .satisfies(e -> assertThat(e.value()).hasSizeGreaterThan(MAX_BYTES));
    }

    private byte[] bytes(Control control) {
        return serdes.serializer(TOPIC).serialize(TOPIC.name(), control);
    }

    private void assertUndecodable(Reason reason, byte[] bytes) {
        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> deserializer.deserialize(TOPIC.name(), bytes))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static Control control(String reason) {
        return Control.newBuilder()
                .setRequestId("r1")
                .setKind(ControlKind.CANCEL)
                .setReason(reason)
                .setAt(1L)
                .build();
    }
}
