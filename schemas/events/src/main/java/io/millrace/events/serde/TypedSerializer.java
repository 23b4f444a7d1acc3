package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import io.millrace.events.topic.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Confluent's serializer for one record type. The schema's id is looked up first, and waited for. */
final class TypedSerializer<V extends SpecificRecord> implements Serializer<V> {

    private final KafkaAvroSerializer avro;
    private final SchemaIds ids;
    private final RegistryPatience patience;
    private final Topic<V> topic;
    private final int maxBytes;
    private volatile boolean known;

    TypedSerializer(KafkaAvroSerializer avro, SchemaIds ids, RegistryPatience patience, Topic<V> topic, int maxBytes) {
        this.avro = avro;
        this.ids = ids;
        this.patience = patience;
        this.topic = topic;
        this.maxBytes = maxBytes;
    }

    /**
     * A value over the size limit is refused here, before the producer sees it: a producer that refuses a record spoils
     * the transaction it is in, and every later one that meets the same record.
     *
     * @throws UndecodableRecordException for a value over the size limit
     * @throws RegistryUnavailableException when the registry stays away, or has not got the schema (it is registered
     *     with {@code millrace schemas register})
     */
    @Override
    public byte @Nullable [] serialize(String name, @Nullable V value) {
        if (value == null) {
            return null;
        }
        requireRegistered(name);
        var bytes = avro.serialize(name, topic.type().cast(value));
        if (bytes.length > maxBytes) {
            throw new UndecodableRecordException(
                    Reason.OVERSIZE,
                    "value of " + bytes.length + " bytes for " + name + ", at most " + maxBytes,
                    bytes);
        }
        return bytes;
    }

    private void requireRegistered(String name) {
        if (known) {
            return;
        }
        try {
            patience.call("find the schema of " + name, () -> ids.of(name + "-value", Registry.schema(topic)));
            known = true;
        } catch (RestClientException e) {
            throw new RegistryUnavailableException("schema of " + name + " is not registered", e);
        }
    }

    /** Does nothing: the registry client is shared by all serdes of the process. */
    @Override
    public void close() {}
}
