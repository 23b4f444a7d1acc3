package io.millrace.core.schemas;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.Config;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.serde.Registry;
import io.millrace.events.serde.RegistryPatience;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Registers the schemas of a catalogue, with compatibility FULL_TRANSITIVE set for each subject, and checks whether they
 * could be. Waits for a registry that is away, up to {@code registry.timeout.ms} for each request.
 */
public final class SchemaRegistrar implements AutoCloseable {

    private static final String COMPATIBILITY = "FULL_TRANSITIVE";
    private static final int NOT_FOUND = 404;

    private final SchemaRegistryClient registry;
    private final RegistryPatience patience;

    private SchemaRegistrar(SchemaRegistryClient registry, RegistryPatience patience) {
        this.registry = registry;
        this.patience = patience;
    }

    public static SchemaRegistrar of(CoreSettings settings) {
        return new SchemaRegistrar(
                Registry.client(settings.registryUrl(), settings.registryClient()),
                new RegistryPatience(
                        settings.registryTimeout(), settings.outagePause(), settings.longestOutagePause()));
    }

    /**
     * Registers all, those that are registered already included.
     *
     * @return id by subject
     * @throws SchemasException with all subjects that the registry refuses
     * @throws io.millrace.events.serde.RegistryUnavailableException when the registry stays away
     */
    public Map<String, Integer> register(Catalogue catalogue) {
        var ids = new LinkedHashMap<String, Integer>();
        var errors = new ArrayList<String>();
        for (var topic : catalogue.topics()) {
            try {
                ids.put(topic.subject(), register(topic));
            } catch (RestClientException e) {
                errors.add("subject " + topic.subject() + ": " + e.getMessage());
            }
        }
        if (!errors.isEmpty()) {
            throw new SchemasException(errors);
        }
        return Map.copyOf(ids);
    }

    /** What stands against registering, one sentence for each subject; empty when nothing does. */
    public List<String> check(Catalogue catalogue) {
        var errors = new ArrayList<String>();
        for (var topic : catalogue.topics()) {
            var subject = topic.subject();
            try {
                if (exists(subject)) {
                    for (var error : patience.call(
                            "check " + subject,
                            () -> registry.testCompatibilityVerbose(subject, Registry.schema(topic)))) {
                        errors.add("subject " + subject + ": " + error);
                    }
                }
            } catch (RestClientException e) {
                errors.add("subject " + subject + ": " + e.getMessage());
            }
        }
        return List.copyOf(errors);
    }

    /**
     * The level is set before a further version is registered, so that the registry judges by it. A subject's first
     * version comes before the level: some registries do not know a subject that has no version.
     */
    private int register(Topic<?> topic) throws RestClientException {
        var subject = topic.subject();
        var known = exists(subject);
        if (known) {
            setCompatibility(subject);
        }
        var id = patience.call("register " + subject, () -> registry.register(subject, Registry.schema(topic)));
        if (!known) {
            setCompatibility(subject);
        }
        return id;
    }

    private void setCompatibility(String subject) throws RestClientException {
        patience.call(
                "set the compatibility of " + subject, () -> registry.updateConfig(subject, new Config(COMPATIBILITY)));
    }

    private boolean exists(String subject) throws RestClientException {
        try {
            return !patience.call("look for " + subject, () -> registry.getAllVersions(subject))
                    .isEmpty();
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        patience.giveUp();
        try {
            registry.close();
        } catch (IOException e) {
            throw new SchemasException("cannot close the registry client", e);
        }
    }
}
