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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
 * thread writes; a producer that a failure has ruined is replaced at the next write. A commit that gives no answer may have
 * happened: its events stay on their way until the log tells, and are written again only when it says no.
 */
public final class TransactionalWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalWriter.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** Makes producers; a seam for tests that lose requests and answers. */
    @FunctionalInterface
    interface Producers {
        KafkaProducer<String, byte[]> make(Map<String, Object> settings);
    }

    /** All that was sent in one transaction, in the order of its events. */
    private record Sent(List<Published> events, RecordMetadata firstKey) {}

    private final Map<String, Object> settings;
    private final EventEncoder encoder;
    private final CommitCheck check;
    private final Producers producers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable KafkaProducer<String, byte[]> producer;

    /**
     * @param client settings that every Kafka client of the process has
     * @param instance number of this server
     */
    public TransactionalWriter(
            Map<String, Object> client, Duration timeout, int maxRequestBytes, EventEncoder encoder, int instance) {
        this(
                EventWriter.settings(client, timeout, maxRequestBytes),
                encoder,
                new CommitCheck(client, timeout),
                instance,
                made -> new KafkaProducer<>(made, new StringSerializer(), new ByteArraySerializer()));
    }

    /** @param settings of the producer, without its ids */
    TransactionalWriter(
            Map<String, Object> settings, EventEncoder encoder, CommitCheck check, int instance, Producers producers) {
        this.settings = new HashMap<>(settings);
        this.settings.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-server-once");
        this.settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, PublishedKeys.APPLICATION + "-" + instance);
        this.encoder = encoder;
        this.check = check;
        this.producers = producers;
    }

    /** Fences an earlier process with the same number and ends the transaction that it left open. */
    void open() {
        var made = producers.make(settings);
        try {
            made.initTransactions();
            producer = made;
        } finally {
            if (producer != made) {
                made.close(Duration.ZERO);
            }
        }
    }

    /**
     * Writes all in one transaction, or each in its own when that fails, and completes each. Those whose outcome is not
     * known when this is closed are not completed.
     */
    void write(List<KeyedEvent> events, long at) {
        Sent sent;
        try {
            sent = send(events, at);
        } catch (KafkaException | ProblemException | IllegalStateException e) {
            abandon(e);
            writeEach(events, at, e);
            return;
        }
        try {
            Objects.requireNonNull(producer, "it has sent").commitTransaction();
            complete(events, sent);
        } catch (KafkaException | IllegalStateException e) {
            abandon(e);
            settle(events, sent, at, e);
        }
    }

    /** All but the commit: what fails here is not on the log for those who read what is committed. */
    private Sent send(List<KeyedEvent> events, long at) {
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
        var keys = new ArrayList<Future<RecordMetadata>>();
        for (int i = 0; i < events.size(); i++) {
            var where = published(sent.get(i));
            published.add(where);
            keys.add(open.send(keyEvent(events.get(i), where, at)));
        }
        open.flush();
        var metadata = keys.stream().map(TransactionalWriter::metadata).toList();
        return new Sent(published, metadata.get(0));
    }

    private static void complete(List<KeyedEvent> events, Sent sent) {
        for (int i = 0; i < events.size(); i++) {
            events.get(i).done().complete(sent.events().get(i));
        }
    }

    /** What is known not to be written: tried again one by one, given up where there is but one. */
    private void writeEach(List<KeyedEvent> events, long at, RuntimeException failure) {
        if (events.size() == 1) {
            events.get(0).done().completeExceptionally(KafkaProblems.of(failure));
        } else {
            events.forEach(event -> write(List.of(event), at));
        }
    }

    /** Finds out whether the transaction was committed, however long that takes, and goes on accordingly. */
    private void settle(List<KeyedEvent> events, Sent sent, long at, RuntimeException failure) {
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed()) {
            try {
                if (producer == null) {
                    // Ends the transaction one way or the other before it returns.
                    open();
                }
                if (check.isCommitted(sent.firstKey(), events.get(0).key())) {
                    complete(events, sent);
                } else {
                    writeEach(events, at, failure);
                }
                return;
            } catch (KafkaException e) {
                LOG.warn("Outcome of a transaction is not known yet topic={}", ServerTopics.IDEMPOTENCY.name(), e);
                pause(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private ProducerRecord<String, byte[]> keyEvent(KeyedEvent event, Published where, long at) {
        return encoder.encode(
                ServerTopics.IDEMPOTENCY,
                event.key(),
                event.isDeletion() ? null : new PublishedKey(event.digest(), where.partition(), where.offset(), at));
    }

    private static Published published(@Nullable Future<RecordMetadata> sent) {
        if (sent == null) {
            return new Published("", -1, -1, false);
        }
        var metadata = metadata(sent);
        return new Published(metadata.topic(), metadata.partition(), metadata.offset(), false);
    }

    private static RecordMetadata metadata(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private void pause(long millis) {
        try {
            var unused = closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        }
    }

    /** Aborts if that is still possible; the next write begins with a new producer, which fences this one. */
    private void abandon(RuntimeException failure) {
        LOG.warn("Transaction of idempotent events failed", failure);
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

    /** Makes a write that waits for an outcome give up; any thread may call it. */
    void giveUp() {
        closing.countDown();
    }

    @Override
    public void close() {
        giveUp();
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
