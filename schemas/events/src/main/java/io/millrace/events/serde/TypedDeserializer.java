package io.millrace.events.serde;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.millrace.events.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Confluent's deserializer for one record type, which refuses a record of another type. */
final class TypedDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private final KafkaAvroDeserializer avro;
    private final Topic<V> topic;

    TypedDeserializer(KafkaAvroDeserializer avro, Topic<V> topic) {
        this.avro = avro;
        this.topic = topic;
    }

    /**
     * Null passes where it deletes a key.
     *
     * @throws SerializationException for bytes that are not a record of the topic's type
     */
    @Override
    public @Nullable V deserialize(String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        var value = avro.deserialize(name, bytes);
        if (!topic.type().isInstance(value)) {
            throw new SerializationException("record on " + name + " is a "
                    + (value == null ? "null" : value.getClass().getSimpleName()) + ", expected a "
                    + topic.type().getSimpleName());
        }
        return topic.type().cast(value);
    }

    @Override
    public void close() {
        avro.close();
    }
}
