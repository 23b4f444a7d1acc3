package io.millrace.engines.local;

/** A task cannot be done. The code and the message go to the caller. */
final class TaskFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;

    private TaskFailedException(String code, String message, boolean retryable) {
        super(message);
        this.code = code;
        this.retryable = retryable;
    }

    /** Trying again does not help. */
    static TaskFailedException lasting(String code, String message) {
        return new TaskFailedException(code, message, false);
    }

    /** Trying again may help. */
    static TaskFailedException passing(String code, String message) {
        return new TaskFailedException(code, message, true);
    }

    String code() {
        return code;
    }

    boolean retryable() {
        return retryable;
    }
}
