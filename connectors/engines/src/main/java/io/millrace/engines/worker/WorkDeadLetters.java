package io.millrace.engines.worker;

import io.millrace.core.failure.DeadLetter;
import io.millrace.core.failure.DeadLetterWriter;
import io.millrace.core.failure.FailedRecord;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.events.serde.UndecodableRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets aside work that can never be read, in the same form as the applications do. */
final class WorkDeadLetters {

    /** Under what name the workers of all pools set records aside. */
    static final String APPLICATION = "millrace.workers";

    private static final Logger LOG = LoggerFactory.getLogger(WorkDeadLetters.class);
    private static final String TOPIC = FailurePolicy.deadLetterTopic(APPLICATION);

    private final WorkerProducer producer;
    private final WorkerMetrics metrics;
    private final DeadLetterWriter writer;

    WorkDeadLetters(WorkerProducer producer, WorkerMetrics metrics, int maxBytes) {
        this.producer = producer;
        this.metrics = metrics;
        this.writer = new DeadLetterWriter(APPLICATION, maxBytes);
    }

    /**
     * Waits for the broker on the polling thread, so that a lane full of such records does not fill the memory.
     *
     * @param stored run when the dead letter is on the log
     */
    void send(ConsumerRecord<byte[], byte[]> record, UndecodableRecordException error, Runnable stored) {
        LOG.warn(
                "undecodable work set aside topic={} partition={} offset={} error={}",
                record.topic(),
                record.partition(),
                record.offset(),
                error.getMessage());
        metrics.deadLetter();
        var place = new DeadLetter.Place(record.topic(), record.partition(), record.offset());
        var failed = new FailedRecord(place, record.timestamp(), record.key(), record.value(), record.headers(), error);
        producer.send(writer.write(TOPIC, failed), stored);
    }
}
