package io.millrace.tokens.advance;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Entries of one kind by key, in the order of the keys. Used by one thread. */
public interface Entries<V> {

    @Nullable
    V get(String key);

    void put(String key, V value);

    void delete(String key);

    /** Hands over each entry whose key begins with {@code prefix}; the entries may be changed meanwhile. */
    void forEach(String prefix, BiConsumer<String, V> each);

    /**
     * Hands over each entry whose key is below {@code end}; the entries may be changed meanwhile.
     *
     * @param begin lowest key, null for any
     */
    void forEachBetween(@Nullable String begin, String end, BiConsumer<String, V> each);

    /** Deletes each entry whose key is below {@code end} and hands it over; the entries may be changed meanwhile. */
    default void takeBefore(String end, BiConsumer<String, V> each) {
        forEachBetween(null, end, (key, value) -> {
            delete(key);
            each.accept(key, value);
        });
    }

    /** Sees to it that what was put or deleted is in the store. */
    default void write() {}

    default void deleteAll(String prefix) {
        forEach(prefix, (key, value) -> delete(key));
    }
}
