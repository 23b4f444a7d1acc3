package io.millrace.server.api;

/**
 * What a body is.
 *
 * @param mediaType without parameters
 * @param example a body that works; empty for none
 */
public record Content(String mediaType, Shape shape, String example) {

    public Content(String mediaType, Shape shape) {
        this(mediaType, shape, "");
    }

    public static Content json(Shape shape) {
        return new Content("application/json", shape);
    }

    /** Server-sent events; the description of the answer says which. */
    public static Content events() {
        return new Content("text/event-stream", Shape.text());
    }
}
