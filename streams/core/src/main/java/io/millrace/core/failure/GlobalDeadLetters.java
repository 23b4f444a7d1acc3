package io.millrace.core.failure;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where dead letters of global tables go. The global thread of Kafka Streams 4.3.1 has no producer of its own (a record
 * handed to it by an exception handler ends in a ClassCastException), it reads the same records again at every start
 * without a checkpoint, and so does every instance. An implementation writes each letter once all the same.
 */
public interface GlobalDeadLetters extends AutoCloseable {

    /**
     * Writes a letter unless one for the same original record is there. Returns when it is durable. Called by the global
     * thread only.
     */
    void write(ProducerRecord<byte[], byte[]> letter);

    @Override
    void close();
}
