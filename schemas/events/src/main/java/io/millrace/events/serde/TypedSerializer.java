package io.millrace.events.serde;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Confluent's serializer for one record type. */
final class TypedSerializer<V extends SpecificRecord> implements Serializer<V> {

    private final KafkaAvroSerializer avro;
    private final Class<V> type;

    TypedSerializer(KafkaAvroSerializer avro, Class<V> type) {
        this.avro = avro;
        this.type = type;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
        return value == null ? null : avro.serialize(topic, type.cast(value));
    }

    @Override
    public void close() {
        avro.close();
    }
}
