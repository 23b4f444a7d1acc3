package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.schemas.SchemasException;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.serde.Registry;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.testkit.TestPlatform;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaRegistrarIT {

    private static final String REQUIRED_FIELD =
            ",{\"name\":\"at\",\"type\":\"long\",\"doc\":\"When this event was made, epoch milliseconds UTC.\"}";

    private final TestPlatform platform = TestPlatform.shared();
    private final CoreFixture fixture = new CoreFixture(platform, "schemas");

    @Test
    void shouldRegisterAllTopicsTwiceWithTheSameIds() {
        var catalogue = new Catalogue(TokensTopics.all(Map.of("chat", 4)));
        try (var registrar = SchemaRegistrar.of(fixture.settings())) {
            var ids = registrar.register(catalogue);

            assertThat(ids).hasSameSizeAs(catalogue.topics());
            assertThat(registrar.register(catalogue)).isEqualTo(ids);
            assertThat(registrar.check(catalogue)).isEmpty();
        }
    }

    @Test
    void shouldRefuseToRegisterAnIncompatibleSchema() throws Exception {
        var topic = fixture.own(TokensTopics.CONTROL);
        var changed = new Topic<>(
                topic.name(), Load.class, topic.key(), 1, topic.cleanup(), topic.retention(), topic.rules());
        try (var registrar = SchemaRegistrar.of(fixture.settings())) {
            registrar.register(new Catalogue(List.of(topic)));

            assertThat(registrar.check(new Catalogue(List.of(changed)))).isNotEmpty();
            assertThatThrownBy(() -> registrar.register(new Catalogue(List.of(changed))))
                    .isInstanceOf(SchemasException.class)
                    .hasMessageContaining(topic.subject());
        }
    }

    /** What full transitive compatibility forbids, as text to replace in the schema of Control. */
    static Stream<Arguments> changesThatBreakReaders() {
        return Stream.of(
                arguments("a union grows", "[\"null\",\"string\"]", "[\"null\",\"string\",\"long\"]"),
                arguments("a type is widened", "\"type\":\"long\"", "\"type\":\"double\""),
                arguments("a required field is dropped", REQUIRED_FIELD, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesThatBreakReaders")
    void shouldMakeTheRegistryRefuseWhatBreaksReaders(String change, String before, String after) throws Exception {
        var topic = fixture.own(TokensTopics.CONTROL);
        var today = Registry.schema(topic).canonicalString();
        assertThat(today).contains(before);
        try (var registry = registered(topic)) {
            assertRefused(registry, topic, today.replace(before, after));
        }
    }

    @Test
    void shouldMakeTheRegistryRefuseWhatBreaksReadersOfAnEarlierVersion() throws Exception {
        var topic = fixture.own(TokensTopics.CONTROL);
        var today = Registry.schema(topic).canonicalString();
        try (var registry = registered(topic)) {
            registry.register(topic.subject(), new AvroSchema(with(today, "\"int\",\"default\":0")));
            registry.register(
                    topic.subject(), new AvroSchema(today.replace("\"fields\":[", "\"doc\":\"again\",\"fields\":[")));

            assertRefused(registry, topic, with(today, "\"string\",\"default\":\"\""));
        }
    }

    private static String with(String schema, String type) {
        return schema.replace("\"fields\":[", "\"fields\":[{\"name\":\"more\",\"type\":" + type + "},");
    }

    /** A registry that itself allows all of these, so that only the rule of the subject counts. */
    private SchemaRegistryClient registered(Topic<?> topic) throws Exception {
        var registry = Registry.client(platform.registryUrl(), Map.of());
        registry.updateCompatibility(null, "BACKWARD");
        try (var registrar = SchemaRegistrar.of(fixture.settings())) {
            registrar.register(new Catalogue(List.of(topic)));
        }
        assertThat(registry.getConfig(topic.subject()).getCompatibilityLevel()).isEqualTo("FULL_TRANSITIVE");
        return registry;
    }

    private static void assertRefused(SchemaRegistryClient registry, Topic<?> topic, String schema) {
        assertThatThrownBy(() -> registry.register(topic.subject(), new AvroSchema(schema)))
                .isInstanceOfSatisfying(
                        RestClientException.class,
                        refused -> assertThat(refused.getStatus()).isEqualTo(409));
    }
}
