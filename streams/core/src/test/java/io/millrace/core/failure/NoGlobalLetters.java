package io.millrace.core.failure;

import org.apache.kafka.clients.producer.ProducerRecord;

/** For topologies without global tables. */
final class NoGlobalLetters implements GlobalDeadLetters {

    @Override
    public void write(ProducerRecord<byte[], byte[]> letter) {
        throw new AssertionError("no global table here, but a dead letter for " + letter.topic());
    }

    @Override
    public void close() {}
}
