package io.millrace.events.serde;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The schema registry did not answer, or not usefully, for as long as was waited. Says nothing about the record: try the
 * same record again later, never set it aside.
 */
public final class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
