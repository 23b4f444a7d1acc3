package io.millrace.server.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.millrace.queries.json.AvroJson;
import io.millrace.server.http.Json;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic as tails show it, made once for all who watch.
 *
 * @param value null for a deletion and for what cannot be decoded
 * @param json the record as the client sees it
 */
public record TailRecord(
        TopicPartition partition,
        long offset,
        @Nullable String key,
        @Nullable SpecificRecord value,
        String json) {

    /** @throws io.millrace.events.serde.RegistryUnavailableException says nothing of the record: read it again later */
    static TailRecord of(ConsumerRecord<String, byte[]> event, Deserializer<? extends SpecificRecord> deserializer) {
        var json = Json.object()
                .put("topic", event.topic())
                .put("partition", event.partition())
                .put("offset", event.offset())
                .put("timestamp", event.timestamp())
                .put("key", event.key());
        SpecificRecord value = null;
        JsonNode shown = NullNode.getInstance();
        try {
            value = event.value() == null ? null : deserializer.deserialize(event.topic(), event.value());
            shown = value == null ? shown : AvroJson.toJson(value);
        } catch (SerializationException e) {
            json.put("error", "the value cannot be decoded: " + e.getMessage());
        }
        json.set("value", shown);
        var headers = json.putObject("headers");
        event.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8)));
        var partition = new TopicPartition(event.topic(), event.partition());
        return new TailRecord(partition, event.offset(), event.key(), value, Json.text(json));
    }
}
