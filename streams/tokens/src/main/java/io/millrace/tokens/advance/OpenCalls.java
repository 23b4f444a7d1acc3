package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.tokens.model.Keys;
import java.util.function.BiConsumer;

/**
 * Brings an open call that was read from the store up to its fragments. A fragment that comes in order is kept, and its call
 * is not written for it: how far the call is and what it used so far is what its fragments say (decision 15).
 */
final class OpenCalls implements BiConsumer<String, ItemState> {

    private final Entries<Element> fragments;

    OpenCalls(Entries<Element> fragments) {
        this.fragments = fragments;
    }

    /** @param key of the item */
    @Override
    public void accept(String key, ItemState item) {
        if (item.getRun() == null || item.getStatus() != ItemStatus.OPEN) {
            return;
        }
        var run = Continuations.origin(item);
        var next = fragments.get(Keys.fragmentOf(key, run, item.getNextSeq()));
        while (next != null) {
            advance(item, next);
            next = fragments.get(Keys.fragmentOf(key, run, item.getNextSeq()));
        }
    }

    /** The call has come as far as this element. */
    static void advance(ItemState item, Element element) {
        item.setNextSeq(element.getSeq() + 1);
        if (element.getUsage() != null) {
            item.setUsage(element.getUsage());
        }
    }
}
