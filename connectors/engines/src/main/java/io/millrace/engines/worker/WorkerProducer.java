package io.millrace.engines.worker;

import io.millrace.core.documents.Document;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Trace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one idempotent producer of a worker. Once anything could not be sent it is broken for good: nothing is acknowledged
 * any more, so no work behind it is committed, and the worker begins anew. Safe for use by several threads.
 */
final class WorkerProducer implements ElementSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProducer.class);
    private static final int LINGER_MS = 1;

    /** How long a record waits for metadata or for room in the buffer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long PAUSE_MS = 5;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<String> keys = new StringSerializer();
    private final Serializer<Element> elements;
    private final Serializer<DocumentChunk> chunks;
    private final Serializer<Load> loads;
    private final LongSupplier nanos;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile long heardNanos;
    private volatile boolean heard;
    private volatile boolean elementsTaken;

    WorkerProducer(CoreSettings core, WorkerSettings settings, LongSupplier nanos) {
        var config = core.kafkaClient();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-worker-" + settings.replica());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, core.maxRequestBytes());
        // The producer itself never waits: who may wait does so here, see attempt.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.nanos = nanos;
        this.elements = core.serdes().serializer(TokensTopics.ELEMENTS);
        this.chunks = core.serdes().serializer(TokensTopics.DOCUMENTS);
        this.loads = core.serdes().serializer(TokensTopics.LOADS);
    }

    /** Whether the broker has acknowledged something within this time. */
    boolean isHeard(Duration within) {
        return heard && nanos.getAsLong() - heardNanos < within.toNanos();
    }

    /** The first element brings its schema's id from the registry, so it may have to wait for that. */
    @Override
    public boolean offer(Element element, Trace trace, Runnable acknowledged) {
        return elementsTaken
                && healthy()
                && make(() -> event(element, trace))
                        .map(record -> attempt(record, acknowledged))
                        .orElse(true);
    }

    @Override
    public void send(Element element, Trace trace, Runnable acknowledged) {
        send(() -> event(element, trace), () -> {
            elementsTaken = true;
            acknowledged.run();
        });
    }

    private ProducerRecord<byte[], byte[]> event(Element element, Trace trace) {
        var topic = TokensTopics.ELEMENTS.name();
        var event = record(topic, element.getRequestId(), elements.serialize(topic, element));
        trace.addTo(event.headers());
        return event;
    }

    /** The record bears the time of the chunk, by which it is found. */
    @Override
    public void send(DocumentChunk chunk, Trace trace, Runnable acknowledged) {
        var topic = TokensTopics.DOCUMENTS.name();
        send(
                () -> {
                    var key = keys.serialize(topic, Document.key(chunk));
                    var value = chunks.serialize(topic, chunk);
                    var event = new ProducerRecord<>(topic, null, chunk.getAt(), key, value);
                    trace.addTo(event.headers());
                    return event;
                },
                acknowledged);
    }

    /** Reports the load of a replica; null takes its report away. */
    void report(String replica, @Nullable Load load) {
        var topic = TokensTopics.LOADS.name();
        send(() -> record(topic, replica, load == null ? null : loads.serialize(topic, load)), () -> {});
    }

    /** Sends a record as it is. */
    void send(ProducerRecord<byte[], byte[]> record, Runnable acknowledged) {
        send(() -> record, acknowledged);
    }

    /** Whether all that was sent is on the log or still may get there. */
    boolean healthy() {
        return failure.get() == null;
    }

    /** Waits for what was sent, within the time-out, and closes. */
    void close(Duration timeout) {
        closed.countDown();
        producer.close(timeout);
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /** Makes a record once and sends it, waiting for metadata and for room as long as may be. */
    private void send(RecordSource source, Runnable acknowledged) {
        if (!healthy()) {
            return;
        }
        make(source).ifPresent(record -> {
            long end = nanos.getAsLong() + PATIENCE.toNanos();
            while (healthy() && !attempt(record, acknowledged)) {
                if (nanos.getAsLong() - end > 0) {
                    broken(new TimeoutException("no record was taken for " + PATIENCE.toSeconds() + " s"));
                }
                pause();
            }
        });
    }

    private Optional<ProducerRecord<byte[], byte[]>> make(RecordSource source) {
        try {
            return Optional.of(source.record());
        } catch (KafkaException e) {
            broken(e);
            return Optional.empty();
        }
    }

    /** Sends a record; false when the producer has to wait for metadata or for room in its buffer, and has not taken it. */
    private boolean attempt(ProducerRecord<byte[], byte[]> record, Runnable acknowledged) {
        var attempt = new Attempt(acknowledged);
        try {
            var unused = producer.send(record, attempt);
        } catch (KafkaException | IllegalStateException e) {
            broken(e);
        }
        return attempt.isTaken();
    }

    private void pause() {
        try {
            if (closed.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                broken(new InterruptException("the worker closes"));
            }
        } catch (InterruptedException e) {
            broken(new InterruptException(e));
        }
    }

    /** The producer tells in the call itself, by a time-out, that it would have to wait. */
    private final class Attempt implements Callback {

        private final Runnable acknowledged;
        private volatile boolean sending = true;
        private volatile boolean refused;

        Attempt(Runnable acknowledged) {
            this.acknowledged = acknowledged;
        }

        boolean isTaken() {
            sending = false;
            return !refused;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
            if (error instanceof TimeoutException && sending) {
                refused = true;
            } else if (error != null) {
                broken(error);
            } else if (healthy()) {
                heardNanos = nanos.getAsLong();
                heard = true;
                acknowledged.run();
            }
        }
    }

    private void broken(Exception error) {
        // What is cut off by closing is done again by the next owner of the lane: nothing that people must know.
        if (failure.compareAndSet(null, error) && closed.getCount() > 0) {
            LOG.warn("worker cannot write; error={}", error.toString());
        }
    }

    private ProducerRecord<byte[], byte[]> record(String topic, String key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, keys.serialize(topic, key), value);
    }

    /** Makes a record; may fail as serializers do. */
    private interface RecordSource {
        ProducerRecord<byte[], byte[]> record();
    }
}
