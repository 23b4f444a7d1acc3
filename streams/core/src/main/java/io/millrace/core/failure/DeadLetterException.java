package io.millrace.core.failure;

import org.jspecify.annotations.Nullable;

/** A dead letter cannot be shown or published again. The message says why and what to do instead. */
public final class DeadLetterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeadLetterException(String message) {
        this(message, null);
    }

    public DeadLetterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
