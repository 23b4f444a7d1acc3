package io.millrace.engines.worker;

import io.millrace.core.documents.Document;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Trace;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
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
    private static final long BUFFER_BYTES = 32L << 20;

    /** Longer than load reports are apart; a broker that is silent for so long may be away. */
    private static final Duration LATELY = Duration.ofSeconds(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Serializer<String> keys = new StringSerializer();
    private final Serializer<Element> elements;
    private final Serializer<DocumentChunk> chunks;
    private final Serializer<Load> loads;
    private final LongSupplier nanos;
    private final Metric freeBytes;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile long heardNanos;
    private volatile boolean heard;
    private volatile boolean elementsTaken;
    private volatile boolean closing;

    WorkerProducer(CoreSettings core, WorkerSettings settings, LongSupplier nanos) {
        var config = core.kafkaClient();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "millrace-worker-" + settings.replica());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, core.maxRequestBytes());
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        // What is known of the topics is not forgotten in quiet times, so that no element waits for it.
        config.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.nanos = nanos;
        this.freeBytes = freeBytes(producer);
        this.elements = core.serdes().serializer(TokensTopics.ELEMENTS);
        this.chunks = core.serdes().serializer(TokensTopics.DOCUMENTS);
        this.loads = core.serdes().serializer(TokensTopics.LOADS);
    }

    /** A send waits for metadata or for memory: the first element has brought the one, and half of the other is free. */
    @Override
    public boolean takesAtOnce() {
        return elementsTaken && isHeard(LATELY) && (double) freeBytes.metricValue() > BUFFER_BYTES / 2.0;
    }

    /** Whether the broker has acknowledged something within this time. */
    boolean isHeard(Duration within) {
        return heard && nanos.getAsLong() - heardNanos < within.toNanos();
    }

    @Override
    public void send(Element element, Trace trace, Runnable acknowledged) {
        var topic = TokensTopics.ELEMENTS.name();
        send(
                () -> {
                    var event = record(topic, element.getRequestId(), elements.serialize(topic, element));
                    trace.addTo(event.headers());
                    return event;
                },
                () -> {
                    elementsTaken = true;
                    acknowledged.run();
                });
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
        closing = true;
        producer.close(timeout);
    }

    @Override
    public void close() {
        closing = true;
        producer.close(Duration.ZERO);
    }

    private void send(RecordSource source, Runnable acknowledged) {
        if (!healthy()) {
            return;
        }
        Callback callback = (metadata, error) -> {
            if (error != null) {
                broken(error);
            } else if (healthy()) {
                heardNanos = nanos.getAsLong();
                heard = true;
                acknowledged.run();
            }
        };
        try {
            var unused = producer.send(source.record(), callback);
        } catch (KafkaException | IllegalStateException e) {
            broken(e);
        }
    }

    private static Metric freeBytes(KafkaProducer<?, ?> producer) {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("buffer-available-bytes"))
                .findFirst()
                .orElseThrow();
    }

    private void broken(Exception error) {
        // What is cut off by closing is done again by the next owner of the lane: nothing that people must know.
        if (failure.compareAndSet(null, error) && !closing) {
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
