package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import io.millrace.events.topic.Topic;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's deserializer for one record type, which tells a record that can never be read from a registry that is
 * away. The schema is looked up before the value is decoded, so that whatever fails after that is the record's fault.
 */
final class TypedDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private static final int FRAME_BYTES = 5;

    private final KafkaAvroDeserializer avro;
    private final SchemaRegistryClient registry;
    private final RegistryPatience patience;
    private final Topic<V> topic;
    private final int maxBytes;

    /** Schemas that were found before; an id never means another schema, so they need not be asked for again. */
    private final Set<Integer> found = ConcurrentHashMap.newKeySet();

    TypedDeserializer(
            KafkaAvroDeserializer avro,
            SchemaRegistryClient registry,
            RegistryPatience patience,
            Topic<V> topic,
            int maxBytes) {
        this.avro = avro;
        this.registry = registry;
        this.patience = patience;
        this.topic = topic;
        this.maxBytes = maxBytes;
    }

    /**
     * Null passes where it deletes a key. Kafka's plain consumer never asks for null values; Kafka Streams does.
     *
     * @throws UndecodableRecordException for bytes that are not a record of the topic's type
     * @throws RegistryUnavailableException when the registry stays away
     */
    @Override
    public @Nullable V deserialize(String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            if (topic.nullDeletes()) {
                return null;
            }
            throw new UndecodableRecordException(Reason.NULL_VALUE, "no value on " + name + ", which is not compacted");
        }
        if (bytes.length > maxBytes) {
            throw new UndecodableRecordException(
                    Reason.OVERSIZE, "value of " + bytes.length + " bytes on " + name + ", at most " + maxBytes);
        }
        requireSchema(name, bytes);
        return typed(name, decode(name, bytes));
    }

    private void requireSchema(String name, byte[] bytes) {
        if (bytes.length < FRAME_BYTES || bytes[0] != 0) {
            throw new UndecodableRecordException(
                    Reason.FRAMING, "value on " + name + " is not an Avro record in Confluent framing");
        }
        var id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        if (found.contains(id)) {
            return;
        }
        try {
            patience.call("read schema " + id, () -> registry.getSchemaBySubjectAndId(topic.subject(), id));
            found.add(id);
        } catch (RestClientException e) {
            throw new UndecodableRecordException(
                    Reason.UNKNOWN_SCHEMA, "the registry has no schema " + id + " for a record on " + name, e);
        }
    }

    private Object decode(String name, byte[] bytes) {
        try {
            return avro.deserialize(name, bytes);
        } catch (KafkaException e) {
            if (RegistryPatience.isOutage(e)) {
                throw new RegistryUnavailableException("schema registry not available to read a record on " + name, e);
            }
            throw new UndecodableRecordException(Reason.MALFORMED, "value on " + name + " does not fit its schema", e);
        }
    }

    private V typed(String name, @Nullable Object value) {
        if (!topic.type().isInstance(value)) {
            throw new UndecodableRecordException(
                    Reason.WRONG_TYPE,
                    "record on " + name + " is a "
                            + (value == null ? "null" : value.getClass().getSimpleName()) + ", expected a "
                            + topic.type().getSimpleName());
        }
        return topic.type().cast(value);
    }

    /** Does nothing: the registry client is shared by all serdes of the process. */
    @Override
    public void close() {}
}
