package io.millrace.core.failure;

/**
 * An event that can be read makes no sense: a shape, a name or a number that the system does not know.
 *
 * <p>A processor throws it <em>before</em> it changes a store or forwards anything; {@link FailurePolicy} then puts the
 * source record on {@code <topic>-rejected} with the reason, and the partition goes on.
 */
public final class InvalidEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Says what is wrong.
     *
     * @param reason short, from a fixed list, such as {@code unknown-job}: it becomes a metric's tag
     * @param message one sentence for people
     */
    public InvalidEventException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
