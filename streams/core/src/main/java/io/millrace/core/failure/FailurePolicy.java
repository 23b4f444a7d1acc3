package io.millrace.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Tags;
import io.millrace.core.failure.DeadLetter.Place;
import io.millrace.core.metrics.CoreMeters;
import io.millrace.events.serde.UndecodableRecordException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failure policy of all applications: what happens to a record that cannot be read, processed or written. Dead letters
 * are sent by the task's own producer, so they commit with the offset that they are for (KIP-1034); those of global tables
 * go through {@link GlobalDeadLetters}.
 *
 * <p>Kafka Streams makes one instance for each thread and each of the three uses.
 */
public final class FailurePolicy
        implements DeserializationExceptionHandler, ProcessingExceptionHandler, ProductionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

    private static final String LETTERS = ".dlq";
    private static final String REJECTED = "-rejected";

    private @Nullable FailureContext context;

    /** The topic of an application's dead letters. */
    public static String deadLetterTopic(String application) {
        return application + LETTERS;
    }

    /** The topic of a topic's invalid events. */
    public static String rejectedTopic(String topic) {
        return topic + REJECTED;
    }

    /** Whether a topic of this name is for dead letters or invalid events. */
    static boolean holdsLetters(String topic) {
        return topic.endsWith(LETTERS) || topic.endsWith(REJECTED);
    }

    /** @throws ConfigException when the configuration was not made by {@code StreamsApp} */
    @Override
    public void configure(Map<String, ?> configuration) {
        if (!(configuration.get(FailureContext.KEY) instanceof FailureContext given)) {
            throw new ConfigException(
                    FailureContext.KEY + " is missing: make the configuration with StreamsProperties");
        }
        context = given;
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext where, ConsumerRecord<byte[], byte[]> record, Exception failure) {
        var failed = new FailedRecord(
                new Place(record.topic(), record.partition(), record.offset()),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers(),
                failure);
        return setAside(failed, where)
                .map(DeserializationExceptionHandler.Response::resume)
                .orElseGet(DeserializationExceptionHandler.Response::fail);
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext where, Record<?, ?> record, Exception failure) {
        if (where.topic() == null) {
            LOG.error("failed outside of a record; node={}", where.processorNodeId(), failure);
            return ProcessingExceptionHandler.Response.fail();
        }
        return setAside(source(where, failure), where)
                .map(ProcessingExceptionHandler.Response::resume)
                .orElseGet(ProcessingExceptionHandler.Response::fail);
    }

    /** The producer gave up: the broker is away, or the record is beyond it; its transaction cannot be saved either way. */
    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext where, ProducerRecord<byte[], byte[]> record, Exception failure) {
        LOG.error("cannot write; topic={} kind={}", record.topic(), FailureKind.of(failure), failure);
        return ProductionExceptionHandler.Response.fail();
    }

    /** Our own serializer refused the value, before the producer saw it, so the transaction is intact. */
    @Override
    @SuppressWarnings("rawtypes") // as Kafka Streams declares it
    public ProductionExceptionHandler.Response handleSerializationError(
            ErrorHandlerContext where, ProducerRecord record, Exception failure, SerializationExceptionOrigin origin) {
        return setAside(unwritable(where, record, failure), where)
                .map(ProductionExceptionHandler.Response::resume)
                .orElseGet(ProductionExceptionHandler.Response::fail);
    }

    /** The records to send so that the partition can go on, or empty when it must not. */
    private Optional<List<ProducerRecord<byte[], byte[]>>> setAside(FailedRecord failed, ErrorHandlerContext where) {
        var kind = FailureKind.of(failed.failure());
        count(kind, failed);
        if (kind == FailureKind.OUTAGE || kind == FailureKind.BUG) {
            LOG.error("{} stops the thread; record={} task={}", kind, failed.place(), where.taskId(), failed.failure());
            return Optional.empty();
        }
        var given = given();
        var destination = kind == FailureKind.INVALID
                ? rejectedTopic(failed.place().topic())
                : deadLetterTopic(given.application());
        LOG.warn(
                "record set aside; record={} destination={} error={}",
                failed.place(),
                destination,
                failed.failure().toString());
        var letter = new DeadLetterWriter(given.application(), given.maxBytes()).write(destination, failed);
        if (isGlobal(where)) {
            given.globalDeadLetters().write(letter);
            return Optional.of(List.of());
        }
        return Optional.of(List.of(letter));
    }

    private void count(FailureKind kind, FailedRecord failed) {
        var given = given();
        var tags = Tags.of(
                "application",
                given.application(),
                "kind",
                kind.name().toLowerCase(Locale.ROOT),
                "topic",
                failed.place().topic(),
                "reason",
                DeadLetterWriter.reason(failed.failure()));
        CoreMeters.FAILURES.counter(given.meters(), tags).increment();
    }

    private FailureContext given() {
        if (context == null) {
            throw new IllegalStateException("not configured");
        }
        return context;
    }

    /** The global thread's task is numbered -1. */
    private static boolean isGlobal(ErrorHandlerContext where) {
        return where.taskId() != null && where.taskId().subtopology() < 0;
    }

    private static FailedRecord source(ErrorHandlerContext where, Exception failure) {
        return new FailedRecord(
                new Place(where.topic(), where.partition(), where.offset()),
                where.timestamp(),
                where.sourceRawKey(),
                where.sourceRawValue(),
                headers(where),
                failure);
    }

    private static FailedRecord unwritable(ErrorHandlerContext where, ProducerRecord<?, ?> record, Exception failure) {
        var key = record.key() == null ? null : record.key().toString().getBytes(UTF_8);
        var value = failure instanceof UndecodableRecordException refused ? refused.value() : null;
        return new FailedRecord(
                new Place(record.topic(), -1, -1), where.timestamp(), key, value, record.headers(), failure);
    }

    private static Iterable<Header> headers(ErrorHandlerContext where) {
        return where.headers() == null ? List.of() : where.headers();
    }
}
