package io.millrace.events.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written here reads and what Confluent's client writes is read: byte for byte. */
class FrameInteropTest {

    private static final Topic<Element> TOPIC = TokensTopics.ELEMENTS;
    private static final long SEED = Long.getLong("millrace.seed", 20_261_123L);

    private final String url = "mock://" + UUID.randomUUID();
    private final EventSerdes serdes = EventSerdes.of(url);
    private final SchemaRegistryClient registry = Registry.client(url, Map.of());
    private final Map<String, Object> confluent = Map.of(
            "schema.registry.url", url,
            "auto.register.schemas", false,
            "specific.avro.reader", true,
            "avro.remove.java.properties", true);

    @BeforeEach
    void register() throws Exception {
        registry.register(TOPIC.subject(), Registry.schema(TOPIC));
    }

    @Test
    void shouldWriteTheBytesOfConfluentsSerializer() {
        var element = element();
        try (var theirs = new KafkaAvroSerializer(registry, confluent)) {
            assertThat(bytes(element)).isEqualTo(theirs.serialize(TOPIC.name(), element));
        }
    }

    @Test
    void shouldReadWhatConfluentsSerializerWrites() {
        var element = element();
        try (var theirs = new KafkaAvroSerializer(registry, confluent)) {
            var bytes = theirs.serialize(TOPIC.name(), element);

            assertThat(serdes.deserializer(TOPIC).deserialize(TOPIC.name(), bytes))
                    .isEqualTo(element);
        }
    }

    @Test
    void shouldBeReadByConfluentsDeserializer() {
        var element = element();
        try (var theirs = new KafkaAvroDeserializer(registry, confluent)) {
            assertThat(theirs.deserialize(TOPIC.name(), bytes(element))).isEqualTo(element);
        }
    }

    @Test
    void shouldRefuseWhateverIsLeftOfASpoiltRecord() {
        var random = new Random(SEED);
        var deserializer = serdes.deserializer(TOPIC);
        for (var i = 0; i < 20_000; i++) {
            var bytes = bytes(element());
            for (var spoilt = random.nextInt(4); spoilt >= 0; spoilt--) {
                bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt();
            }
            // Then it reads as another element or is refused as undecodable, never anything else
            assertThatCode(() -> {
                        try {
                            deserializer.deserialize(TOPIC.name(), bytes);
                        } catch (UndecodableRecordException refused) {
                            assertThat(refused.reason()).isEqualTo(UndecodableRecordException.Reason.MALFORMED);
                        }
                    })
                    .as("seed %d, record %d", SEED, i)
                    .doesNotThrowAnyException();
        }
    }

    private byte[] bytes(Element element) {
        return serdes.serializer(TOPIC).serialize(TOPIC.name(), element);
    }

    private static Element element() {
        return Element.newBuilder()
                .setRequestId("r-1")
                .setStage("answer")
                .setPath(List.of(new Level(1, 0), new Level(3, 12)))
                .setAttempt(List.of(0, 77, 1))
                .setRun(-5L)
                .setSeq(3)
                .setKind(ElementKind.DATA)
                .setText("Zürich — 你好")
                .setUsage(new Usage(1L, 0L, 300L))
                .setPool("chat")
                .setLane(2)
                .setAt(1_700_000_000_000L)
                .build();
    }
}
