package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import io.millrace.events.topic.Topic;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record type as Confluent's deserializer does, and tells a record that can never be read from a registry that
 * is away. Each schema is asked for once: an id never means another one. Safe for use by several threads.
 */
final class TypedDeserializer<V extends SpecificRecord> implements Deserializer<V> {

    private final SchemaRegistryClient registry;
    private final RegistryPatience patience;
    private final Topic<V> topic;
    private final int maxBytes;
    private final Map<Integer, DatumReader<V>> readers = new ConcurrentHashMap<>();

    TypedDeserializer(SchemaRegistryClient registry, RegistryPatience patience, Topic<V> topic, int maxBytes) {
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
        if (!Frame.isOn(bytes)) {
            throw new UndecodableRecordException(
                    Reason.FRAMING, "value on " + name + " is not an Avro record in Confluent framing");
        }
        return read(name, reader(name, Frame.schemaId(bytes)), bytes);
    }

    private V read(String name, DatumReader<V> reader, byte[] bytes) {
        try {
            return reader.read(null, Frame.record(bytes));
        } catch (IOException | RuntimeException e) {
            // Random bytes lead the reader anywhere: whatever it throws, they are no record.
            throw new UndecodableRecordException(Reason.MALFORMED, "value on " + name + " does not fit its schema", e);
        }
    }

    private DatumReader<V> reader(String name, int id) {
        var known = readers.get(id);
        if (known != null) {
            return known;
        }
        var reader = reader(name, id, schema(name, id));
        readers.put(id, reader);
        return reader;
    }

    private ParsedSchema schema(String name, int id) {
        try {
            return patience.call("read schema " + id, () -> registry.getSchemaBySubjectAndId(topic.subject(), id));
        } catch (RestClientException e) {
            throw new UndecodableRecordException(
                    Reason.UNKNOWN_SCHEMA, "the registry has no schema " + id + " for a record on " + name, e);
        }
    }

    private DatumReader<V> reader(String name, int id, ParsedSchema written) {
        var expected = FastCoders.schema(topic.type());
        if (!(written.rawSchema() instanceof Schema schema)
                || !expected.getFullName().equals(schema.getFullName())) {
            throw new UndecodableRecordException(
                    Reason.WRONG_TYPE,
                    "record on " + name + " is a " + written.name() + " (schema " + id + "), expected a "
                            + expected.getFullName());
        }
        return new SpecificDatumReader<>(schema, expected, FastCoders.of(topic.type()));
    }

    /** Does nothing: the registry client is shared by all serdes of the process. */
    @Override
    public void close() {}
}
