package io.millrace.engines.spi;

import org.jspecify.annotations.Nullable;

/** A service has no answer. The stage fails with its code; another attempt helps only where {@link #retryable} says so. */
public final class ServiceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;

    /**
     * @param code reason in capitals, such as {@code SERVICE_TIMEOUT}
     * @param message one sentence for people, without secrets
     * @throws IllegalArgumentException when the code is not in capitals
     */
    public ServiceException(String code, String message, boolean retryable) {
        this(code, message, retryable, null);
    }

    public ServiceException(String code, String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.code = EngineFailure.requireCode(code);
        this.retryable = retryable;
    }

    public String code() {
        return code;
    }

    public boolean retryable() {
        return retryable;
    }
}
