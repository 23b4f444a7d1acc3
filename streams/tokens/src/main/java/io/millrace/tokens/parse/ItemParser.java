package io.millrace.tokens.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into items while it is still being written. A pure function of the rest, which is all the state of a split,
 * and of what has come since; the items do not depend on how the text was broken into fragments.
 */
@FunctionalInterface
public interface ItemParser {

    /**
     * @param rest of the step before; empty at first
     * @param more what has come since
     * @param last whether the text ends here
     * @return the items that are closed now, and the rest, which is empty when {@code last}
     * @throws ParserException when the parser is broken, not the text
     */
    Step step(String rest, String more, boolean last);

    /**
     * Whether items only ever end with a line, a sentence or a JSON value, or with the first token behind one: then a worker
     * need not pass on what it has between two such places.
     */
    default boolean endsAtBoundaries() {
        return false;
    }

    /**
     * Items closed by one step, each as text or JSON, and what the next one has to know.
     *
     * @param items closed now, in order
     * @param rest the text that is still open and, where the parser needs it, what is known of it
     * @param flaw what keeps the text from being read further, in one sentence; null where nothing does. Said once
     */
    record Step(List<Item> items, String rest, @Nullable String flaw) {
        public Step {
            items = List.copyOf(items);
        }

        public Step(List<Item> items, String rest) {
            this(items, rest, null);
        }
    }

    /**
     * One item.
     *
     * @param content the item
     * @param json whether the content is JSON
     */
    record Item(String content, boolean json) {
        public static Item text(String content) {
            return new Item(content, false);
        }

        public static Item json(String content) {
            return new Item(content, true);
        }
    }

    /** A parser that cannot go on; the message says why. */
    final class ParserException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ParserException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
