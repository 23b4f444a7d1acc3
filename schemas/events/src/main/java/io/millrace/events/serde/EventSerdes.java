package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.millrace.events.topic.Topic;
import java.util.HashMap;
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

    private final Map<String, Object> settings;
    private final SchemaRegistryClient registry;
    private final RegistryPatience patience;
    private final int maxBytes;

    private EventSerdes(
            Map<String, Object> settings, SchemaRegistryClient registry, RegistryPatience patience, int maxBytes) {
        TrustedEvents.trust();
        this.settings = Map.copyOf(settings);
        this.registry = registry;
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
        var settings = new HashMap<String, Object>();
        settings.put("schema.registry.url", url);
        settings.put("auto.register.schemas", false);
        settings.put("specific.avro.reader", true);
        settings.put("avro.remove.java.properties", true);
        settings.putAll(extra);
        return new EventSerdes(settings, Registry.client(url, extra), patience, maxBytes);
    }

    public <V extends SpecificRecord> Serde<V> value(Topic<V> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        var avro = new KafkaAvroSerializer(registry);
        avro.configure(settings, false);
        return new TypedSerializer<>(avro, ids(), patience, topic, maxBytes);
    }

    public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        var avro = new KafkaAvroDeserializer(registry);
        avro.configure(settings, false);
        return new TypedDeserializer<>(avro, registry, patience, topic, maxBytes);
    }

    private SchemaIds ids() {
        var register = Boolean.parseBoolean(String.valueOf(settings.get("auto.register.schemas")));
        return register ? registry::register : registry::getId;
    }
}
