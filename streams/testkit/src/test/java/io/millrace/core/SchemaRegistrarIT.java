package io.millrace.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;

class SchemaRegistrarIT {

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
    void shouldMakeTheRegistryRefuseAnIncompatibleSchema() throws Exception {
        var topic = fixture.own(TokensTopics.CONTROL);
        var changed = new Topic<>(
                topic.name(), Load.class, topic.key(), 1, topic.cleanup(), topic.retention(), topic.rules());
        try (var registrar = SchemaRegistrar.of(fixture.settings());
                var registry = Registry.client(platform.registryUrl(), Map.of())) {
            registrar.register(new Catalogue(List.of(topic)));

            assertThat(registry.getConfig(topic.subject()).getCompatibilityLevel())
                    .isEqualTo("FULL_TRANSITIVE");
            assertThat(registrar.check(new Catalogue(List.of(changed)))).isNotEmpty();
            assertThatThrownBy(() -> registrar.register(new Catalogue(List.of(changed))))
                    .isInstanceOf(SchemasException.class)
                    .hasMessageContaining(topic.subject());
        }
    }
}
