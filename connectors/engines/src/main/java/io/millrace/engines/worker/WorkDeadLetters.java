package io.millrace.engines.worker;

import io.millrace.events.serde.UndecodableRecordException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sets aside work that can never be read. */
final class WorkDeadLetters {

    /** Topic of the dead letters of all workers. */
    static final String TOPIC = "millrace.workers.dlq";

    private final WorkerProducer producer;
    private final WorkerMetrics metrics;

    WorkDeadLetters(WorkerProducer producer, WorkerMetrics metrics) {
        this.producer = producer;
        this.metrics = metrics;
    }

    /** @param stored run when the dead letter is on the log */
    void send(ConsumerRecord<byte[], byte[]> record, UndecodableRecordException error, Runnable stored) {
        metrics.deadLetter();
        producer.send(
                new ProducerRecord<>(TOPIC, null, record.key(), record.value(), record.headers()), stored);
    }
}
