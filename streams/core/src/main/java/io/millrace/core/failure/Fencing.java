package io.millrace.core.failure;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Tells a writer that was fenced, since another with its transactional id has begun, from one that failed. One that was
 * fenced reads what the other wrote and begins again.
 */
public final class Fencing {

    private Fencing() {}

    /** Whether what the writer had begun was, or may have been, aborted for another writer. */
    public static boolean isCauseOf(KafkaException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isFencing(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFencing(Throwable cause) {
        return cause instanceof ProducerFencedException
                || cause instanceof InvalidProducerEpochException
                // A record that meets the abort at its partition's leader is refused as one of no transaction
                // (KIP-890).
                || cause instanceof InvalidTxnStateException
                // A commit that meets the abort at the coordinator is at times answered by an error without a name
                // (UNKNOWN_SERVER_ERROR), which the client throws as a bare KafkaException.
                || (cause.getClass() == KafkaException.class && cause.getCause() == null);
    }
}
