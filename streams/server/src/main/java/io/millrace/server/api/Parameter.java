package io.millrace.server.api;

/**
 * A parameter of an operation.
 *
 * @param required parameters of the path always are
 * @param description one sentence
 * @param example a value that works; empty for none
 */
public record Parameter(String name, Place place, boolean required, Shape shape, String description, String example) {

    /** Where a parameter is given. */
    public enum Place {
        PATH,
        QUERY,
        HEADER
    }

    public static Parameter path(String name, Shape shape, String description, String example) {
        return new Parameter(name, Place.PATH, true, shape, description, example);
    }

    public static Parameter query(String name, Shape shape, String description) {
        return new Parameter(name, Place.QUERY, false, shape, description, "");
    }

    public static Parameter header(String name, Shape shape, String description) {
        return new Parameter(name, Place.HEADER, false, shape, description, "");
    }
}
