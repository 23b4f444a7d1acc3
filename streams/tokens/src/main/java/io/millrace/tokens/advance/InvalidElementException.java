package io.millrace.tokens.advance;

/** An element that fits no plan. Goes to the rejected topic with this message; nothing has changed. */
public final class InvalidElementException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidElementException(String message) {
        super(message);
    }
}
