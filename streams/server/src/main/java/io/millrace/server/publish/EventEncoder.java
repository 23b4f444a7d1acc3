package io.millrace.server.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.serde.UndecodableRecordException;
import io.millrace.events.topic.Topic;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import io.millrace.queries.json.AvroJson;
import io.millrace.queries.json.JsonMismatchException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Makes records of topics from JSON and from Avro. Safe for use by several threads. */
public final class EventEncoder {

    private final EventSerdes serdes;
    private final Map<String, Serializer<?>> serializers = new ConcurrentHashMap<>();

    /** @param serdes know how large a value may be */
    public EventEncoder(EventSerdes serdes) {
        this.serdes = serdes;
    }

    /**
     * A record from JSON.
     *
     * @param value JSON null deletes the key, on topics that are compacted
     * @throws ProblemException INVALID_EVENT with every field that does not fit or a key that does not, BODY_TOO_LARGE
     */
    public <V extends SpecificRecord> ProducerRecord<String, byte[]> fromJson(
            Topic<V> topic, String key, JsonNode value) {
        if (value.isNull()) {
            if (!topic.nullDeletes()) {
                throw Problem.INVALID_EVENT.because("topic " + topic.name() + " takes no null: it is not compacted");
            }
            return new ProducerRecord<>(topic.name(), key, null);
        }
        try {
            return encode(topic, key, keyed(topic, key, AvroJson.fromJson(value, topic.type())));
        } catch (JsonMismatchException e) {
            var faults = e.mismatches().stream()
                    .map(mismatch -> new Fault(
                            mismatch.path().isEmpty() ? "value" : "value." + mismatch.path(), mismatch.message()))
                    .toList();
            throw new ProblemException(
                    Problem.INVALID_EVENT,
                    "the value is not a " + topic.type().getSimpleName() + ": " + first(faults),
                    faults);
        }
    }

    private static <V extends SpecificRecord> V keyed(Topic<V> topic, String key, V value) {
        topic.keyRule().fault(key, value).ifPresent(fault -> {
            throw new ProblemException(
                    Problem.INVALID_EVENT, "key '" + key + "' " + fault, List.of(new Fault("key", fault)));
        });
        return value;
    }

    /** @throws ProblemException BODY_TOO_LARGE, KAFKA_UNAVAILABLE when the schema registry is needed and away */
    @SuppressWarnings("unchecked")
    public <V extends SpecificRecord> ProducerRecord<String, byte[]> encode(
            Topic<V> topic, String key, @Nullable V value) {
        var serializer = (Serializer<V>) serializers.computeIfAbsent(topic.name(), name -> serdes.serializer(topic));
        try {
            var bytes = value == null ? null : serializer.serialize(topic.name(), value);
            var event = new ProducerRecord<String, byte[]>(topic.name(), key, bytes);
            if (bytes != null) {
                event.headers().add("content-digest", contentDigest(bytes));
            }
            return event;
        } catch (UndecodableRecordException e) {
            throw new ProblemException(Problem.BODY_TOO_LARGE, String.valueOf(e.getMessage()), e);
        } catch (KafkaException e) {
            throw KafkaProblems.of(e);
        }
    }

    /** The digest of a value in the form of RFC 9530. */
    private static byte[] contentDigest(byte[] value) {
        return ("sha-256=:" + Base64.getEncoder().encodeToString(sha256(value)) + ":").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] sha256(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String first(List<Fault> faults) {
        var fault = faults.get(0);
        var rest = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
        return fault.place() + " " + fault.message() + rest;
    }
}
