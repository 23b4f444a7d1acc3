package io.millrace.server.publish;

import io.millrace.events.avro.server.PublishedKey;
import io.millrace.events.server.ServerTopics;
import io.millrace.queries.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events together with their idempotency keys in transactions. {@link #open} by the thread that starts it, then one
 * thread writes; a producer that a failure has ruined is replaced at the next write.
 */
public final class TransactionalWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalWriter.class);

    private final Map<String, Object> settings;
    private final EventEncoder encoder;
    private @Nullable KafkaProducer<String, byte[]> producer;

    /**
     * @param client settings that every Kafka client of the process has
     * @param instance number of this server
     */
    public TransactionalWriter(
            Map<String, Object> client, Duration timeout, int maxRequestBytes, EventEncoder encoder, int instance) {
        this.settings = new HashMap<>(EventWriter.settings(client, timeout, maxRequestBytes));
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-server-once");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, PublishedKeys.APPLICATION + "-" + instance);
        this.encoder = encoder;
    }

    /** Fences an earlier process with the same number and ends the transaction that it left open. */
    void open() {
        var made = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            made.initTransactions();
            producer = made;
        } finally {
            if (producer != made) {
                made.close(Duration.ZERO);
            }
        }
    }

    /** Writes all in one transaction, or each in its own when that fails, and completes each. */
    void write(List<KeyedEvent> events, long at) {
        try {
            transact(events, at);
        } catch (KafkaException | ProblemException e) {
            abandon(e);
            if (events.size() == 1) {
                events.get(0).done().completeExceptionally(KafkaProblems.of(e));
            } else {
                events.forEach(event -> write(List.of(event), at));
            }
        }
    }

    private void transact(List<KeyedEvent> events, long at) {
        if (producer == null) {
            open();
        }
        var open = Objects.requireNonNull(producer, "opened above");
        open.beginTransaction();
        var sent = new ArrayList<@Nullable Future<RecordMetadata>>();
        for (var event : events) {
            sent.add(event.event() == null ? null : open.send(event.event()));
        }
        open.flush();
        var published = new ArrayList<Published>();
        for (int i = 0; i < events.size(); i++) {
            var where = metadata(sent.get(i));
            published.add(where);
            // A failure of this one is thrown by the commit.
            var unused = open.send(keyEvent(events.get(i), where, at));
        }
        open.commitTransaction();
        for (int i = 0; i < events.size(); i++) {
            events.get(i).done().complete(published.get(i));
        }
    }

    private ProducerRecord<String, byte[]> keyEvent(KeyedEvent event, Published where, long at) {
        return encoder.encode(
                ServerTopics.IDEMPOTENCY,
                event.key(),
                event.isDeletion() ? null : new PublishedKey(event.digest(), where.partition(), where.offset(), at));
    }

    private static Published metadata(@Nullable Future<RecordMetadata> sent) {
        if (sent == null) {
            return new Published("", -1, -1, false);
        }
        try {
            var metadata = sent.get();
            return new Published(metadata.topic(), metadata.partition(), metadata.offset(), false);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /** Aborts if that is still possible; the next write begins with a new producer, which fences this one. */
    private void abandon(RuntimeException failure) {
        LOG.warn("Transaction of idempotent events failed; it is tried again one by one", failure);
        var ruined = producer;
        producer = null;
        if (ruined == null) {
            return;
        }
        try {
            ruined.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("Transaction could not be aborted; the next producer does it", e);
        } finally {
            ruined.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
