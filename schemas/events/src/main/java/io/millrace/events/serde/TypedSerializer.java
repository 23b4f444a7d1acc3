package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import io.millrace.events.topic.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.RawMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record type as Confluent's serializer does. The id of its schema is asked for once for each topic, and
 * waited for; asking Confluent's client for every record took a tenth of a stream thread's time (decision 6). Safe for use
 * by several threads.
 */
final class TypedSerializer<V extends SpecificRecord> implements Serializer<V> {

    private final SchemaIds ids;
    private final RegistryPatience patience;
    private final Topic<V> topic;
    private final int maxBytes;
    private final RawMessageEncoder<V> encoder;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();

    TypedSerializer(SchemaIds ids, RegistryPatience patience, Topic<V> topic, int maxBytes) {
        this.ids = ids;
        this.patience = patience;
        this.topic = topic;
        this.maxBytes = maxBytes;
        this.encoder = new RawMessageEncoder<>(FastCoders.of(topic.type()), FastCoders.schema(topic.type()));
    }

    /**
     * A value over the size limit is refused here, before the producer sees it: a producer that refuses a record spoils
     * the transaction it is in, and every later one that meets the same record.
     *
     * @throws UndecodableRecordException for a value over the size limit
     * @throws RegistryUnavailableException when the registry stays away, or has not got the schema (it is registered
     *     with {@code millrace schemas register})
     * @throws SerializationException when a field that must be there is null
     */
    @Override
    public byte @Nullable [] serialize(String name, @Nullable V value) {
        if (value == null) {
            return null;
        }
        var bytes = Frame.of(schemaId(name), encode(name, topic.type().cast(value)));
        if (bytes.length > maxBytes) {
            throw new UndecodableRecordException(
                    Reason.OVERSIZE,
                    "value of " + bytes.length + " bytes for " + name + ", at most " + maxBytes,
                    bytes);
        }
        return bytes;
    }

    private ByteBuffer encode(String name, V value) {
        try {
            return encoder.encode(value);
        } catch (IOException | AvroRuntimeException | NullPointerException | ClassCastException e) {
            throw new SerializationException("value for " + name + " does not fit its schema: " + e.getMessage(), e);
        }
    }

    private int schemaId(String name) {
        var id = known.get(name);
        if (id != null) {
            return id;
        }
        try {
            var found =
                    patience.call("find the schema of " + name, () -> ids.of(name + "-value", Registry.schema(topic)));
            known.put(name, found);
            return found;
        } catch (RestClientException e) {
            throw new RegistryUnavailableException("schema of " + name + " is not registered", e);
        }
    }

    /** Does nothing: the registry client is shared by all serdes of the process. */
    @Override
    public void close() {}
}
