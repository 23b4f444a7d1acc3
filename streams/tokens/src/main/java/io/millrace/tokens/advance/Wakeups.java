package io.millrace.tokens.advance;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Wake-ups, taken as their time comes. A store walks over what was deleted until that is compacted away, so a search begins
 * where the last one ended, or at the lowest key that was put since: event time may lie before the clock that was looked
 * at. After a start it begins at the first entry. Used by one thread.
 */
final class Wakeups implements Entries<String> {

    private final Entries<String> stored;

    /** No entry has a lower key; null as long as that is not known. */
    private @Nullable String begin;

    /** Lowest key put since the last search began, at most where that ended. */
    private String lowestPut = "";

    Wakeups(Entries<String> stored) {
        this.stored = stored;
    }

    @Override
    public @Nullable String get(String key) {
        return stored.get(key);
    }

    @Override
    public void put(String key, String requestId) {
        stored.put(key, requestId);
        lowestPut = lower(lowestPut, key);
        begin = begin == null ? null : lower(begin, key);
    }

    @Override
    public void delete(String key) {
        stored.delete(key);
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, String> each) {
        stored.forEach(prefix, each);
    }

    @Override
    public void forEachBetween(@Nullable String from, String end, BiConsumer<String, String> each) {
        stored.forEachBetween(from, end, each);
    }

    @Override
    public void takeBefore(String end, BiConsumer<String, String> each) {
        if (begin != null && begin.compareTo(end) >= 0) {
            return;
        }
        lowestPut = end;
        stored.forEachBetween(begin, end, (key, requestId) -> {
            stored.delete(key);
            each.accept(key, requestId);
        });
        // Only now: what a failure leaves behind is found again.
        begin = lowestPut;
    }

    private static String lower(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
