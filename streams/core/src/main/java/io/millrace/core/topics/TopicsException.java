package io.millrace.core.topics;

import org.apache.kafka.common.KafkaException;

/** Topics could not be created or read. The message says which and why; with the broker back, do the same again. */
public final class TopicsException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public TopicsException(String message, Throwable cause) {
        super(message, cause);
    }
}
