package io.millrace.events.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Avro single-object encoding with compiled-in schemas, for state stores and their changelogs: readable with the
 * registry away. Safe for use by several threads.
 */
public final class StateSerde<V extends SpecificRecord> implements Serde<V> {

    private final BinaryMessageEncoder<V> encoder;
    private final BinaryMessageDecoder<V> decoder;
    private final Schema schema;

    private StateSerde(Class<V> type) {
        this.schema = FastCoders.schema(type);
        var data = FastCoders.of(type);
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        this.decoder = new BinaryMessageDecoder<>(data, schema);
        StateHistory.versions(schema).forEach(decoder::addSchema);
    }

    /** Reads what any version of the type has written that is kept below {@code history}. */
    public static <V extends SpecificRecord> StateSerde<V> of(Class<V> type) {
        return new StateSerde<>(type);
    }

    public Schema schema() {
        return schema;
    }

    /** @throws SerializationException when the value does not fit the schema */
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
        if (value == null) {
            return null;
        }
        try {
            var buffer = encoder.encode(value);
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new SerializationException("cannot encode a " + schema.getName() + " for " + topic, e);
        }
    }

    /** @throws SerializationException for bytes of an unknown schema or cut short */
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return decoder.decode(ByteBuffer.wrap(bytes));
        } catch (IOException | AvroRuntimeException e) {
            throw new SerializationException("cannot decode a " + schema.getName() + " from " + topic, e);
        }
    }

    @Override
    public Serializer<V> serializer() {
        return this::serialize;
    }

    @Override
    public Deserializer<V> deserializer() {
        return this::deserialize;
    }
}
