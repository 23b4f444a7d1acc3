package io.millrace.tokens.parse;

import java.util.Map;
import java.util.Set;

/**
 * A parser that a {@code split} may name. Those on the class path are found by {@link java.util.ServiceLoader}; every process
 * that checks or runs plans needs the same ones.
 */
public interface ItemParserProvider {

    /** What a split names it by. */
    String name();

    /** Fields of the split that are its own, such as the pattern of {@code regex}. */
    default Set<String> fields() {
        return Set.of();
    }

    /**
     * Called once for each split of a plan.
     *
     * @param fields those of {@link #fields} that the split has
     * @return a parser that is a pure function and safe for several threads; what it throws ends the split that it cuts for,
     *     with {@code PARSER}
     * @throws InvalidFieldException when one is missing or wrong
     */
    ItemParser create(Map<String, String> fields);

    /** A field of a split that its parser cannot take; the message says why. */
    final class InvalidFieldException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final String field;

        public InvalidFieldException(String field, String message) {
            super(message);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }
}
