package io.millrace.core.failure;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Tells a writer that was fenced, since another with its transactional id has begun, from one that failed. */
public final class Fencing {

    private Fencing() {}

    /** Whether what the writer had begun was aborted for another writer. */
    public static boolean isCauseOf(KafkaException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }
}
