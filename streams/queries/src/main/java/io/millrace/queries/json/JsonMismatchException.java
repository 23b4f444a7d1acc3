package io.millrace.queries.json;

import java.util.List;
import java.util.stream.Collectors;

/** JSON does not fit an Avro schema. Tells every mismatch with its place, so that all can be mended at once. */
public final class JsonMismatchException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Mismatch> mismatches;

    /**
     * @param path where, such as {@code messages[0].role}; empty for the whole document
     * @param message what is wrong there
     */
    public record Mismatch(String path, String message) {
        @Override
        public String toString() {
            return path.isEmpty() ? message : path + ": " + message;
        }
    }

    JsonMismatchException(List<Mismatch> mismatches) {
        super(mismatches.stream().map(Mismatch::toString).collect(Collectors.joining("; ")));
        this.mismatches = List.copyOf(mismatches);
    }

    public List<Mismatch> mismatches() {
        return mismatches;
    }
}
