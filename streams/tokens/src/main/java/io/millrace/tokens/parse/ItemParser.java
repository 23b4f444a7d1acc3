package io.millrace.tokens.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into items while it is still being written. A pure function of the text not yet cut, so that the state of
 * a split is that text alone; the items do not depend on how the text was broken into fragments.
 */
@FunctionalInterface
public interface ItemParser {

    /**
     * @param pending the rest of the step before, followed by what has come since
     * @param last whether the text ends here
     * @return the items that are closed now, and what is left of the text; the rest is empty when {@code last}
     */
    Step step(String pending, boolean last);

    /**
     * Items closed by one step, each as text or JSON, and the text that is still open.
     *
     * @param items closed now, in order
     * @param rest to be put before the next fragment
     * @param flaw what keeps the text from being read further, in one sentence; null where nothing does. Said once
     */
    record Step(List<Item> items, String rest, @Nullable String flaw) {
        public Step {
            items = List.copyOf(items);
        }

        Step(List<Item> items, String rest) {
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
        static Item text(String content) {
            return new Item(content, false);
        }

        static Item json(String content) {
            return new Item(content, true);
        }
    }
}
