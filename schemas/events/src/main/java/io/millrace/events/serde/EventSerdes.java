package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.millrace.events.topic.Topic;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Avro in Confluent framing for the values of topics. One instance for each process, with one registry client and its
 * cache; what it returns may be shared between threads only where Kafka's own clients do so.
 */
public final class EventSerdes {

    /** Default size limit of a value, Kafka's own {@code max.message.bytes}. */
    public static final int DEFAULT_MAX_BYTES = 1024 * 1024;

    private final SchemaRegistryClient registry;
    private final SchemaIds ids;
    private final RegistryPatience patience;
    private final int maxBytes;

    private EventSerdes(SchemaRegistryClient registry, SchemaIds ids, RegistryPatience patience, int maxBytes) {
        this.registry = registry;
        this.ids = ids;
        this.patience = patience;
        this.maxBytes = maxBytes;
    }

    /** Against the registry at {@code url}, each call tried once; schemas must be registered already. */
    public static EventSerdes of(String url) {
        return of(url, Map.of());
    }

    /**
     * Against the registry at {@code url}, each call tried once.
     *
     * @param extra further settings of Confluent's client, such as {@code auto.register.schemas} or credentials
     */
    public static EventSerdes of(String url, Map<String, ?> extra) {
        return of(url, extra, RegistryPatience.none(), DEFAULT_MAX_BYTES);
    }

    /**
     * Against the registry at {@code url}.
     *
     * @param patience how long a registry that is away is waited for
     * @param maxBytes values over this are refused, both ways
     */
    public static EventSerdes of(String url, Map<String, ?> extra, RegistryPatience patience, int maxBytes) {
        var registry = Registry.client(url, extra);
        var register = Boolean.parseBoolean(String.valueOf(extra.get("auto.register.schemas")));
        SchemaIds ids = register ? registry::register : registry::getId;
        return new EventSerdes(registry, ids, patience, maxBytes);
    }

    public <V extends SpecificRecord> Serde<V> value(Topic<V> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        return new TypedSerializer<>(ids, patience, topic, maxBytes);
    }

    public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        return new TypedDeserializer<>(registry, patience, topic, maxBytes);
    }
}
