package io.millrace.events.serde;

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
 * Avro in Confluent framing for the values of topics. One instance for each process; what it returns may be shared
 * between threads only where Kafka's own clients do so.
 */
public final class EventSerdes {

    private final Map<String, Object> settings;

    private EventSerdes(Map<String, Object> settings) {
        TrustedEvents.trust();
        this.settings = Map.copyOf(settings);
    }

    /** Against the registry at {@code url}; schemas must be registered already. */
    public static EventSerdes of(String url) {
        return of(url, Map.of());
    }

    /**
     * Against the registry at {@code url}.
     *
     * @param extra further settings of Confluent's client, such as {@code auto.register.schemas} or credentials
     */
    public static EventSerdes of(String url, Map<String, ?> extra) {
        var settings = new HashMap<String, Object>();
        settings.put("schema.registry.url", url);
        settings.put("auto.register.schemas", false);
        settings.put("specific.avro.reader", true);
        settings.put("avro.remove.java.properties", true);
        settings.putAll(extra);
        return new EventSerdes(settings);
    }

    public <V extends SpecificRecord> Serde<V> value(Topic<V> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        var avro = new KafkaAvroSerializer();
        avro.configure(settings, false);
        return new TypedSerializer<>(avro, topic.type());
    }

    public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        var avro = new KafkaAvroDeserializer();
        avro.configure(settings, false);
        return new TypedDeserializer<>(avro, topic);
    }
}
