package io.millrace.engines.worker;

import org.jspecify.annotations.Nullable;

/** The input of a call cannot be used, however often it is tried: end the call with the message. */
final class InvalidInputException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message one sentence for people */
    InvalidInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
