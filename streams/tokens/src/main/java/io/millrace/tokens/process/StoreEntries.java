package io.millrace.tokens.process;

import io.millrace.tokens.advance.Entries;
import java.util.ArrayList;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Entries in a state store. Used by the thread of its task. */
final class StoreEntries<V> implements Entries<V> {

    private static final StringSerializer KEYS = new StringSerializer();

    private final KeyValueStore<String, V> store;

    StoreEntries(KeyValueStore<String, V> store) {
        this.store = store;
    }

    @Override
    public @Nullable V get(String key) {
        return store.get(key);
    }

    @Override
    public void put(String key, V value) {
        store.put(key, value);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, V> each) {
        handOver(prefix.isEmpty() ? store.all() : store.prefixScan(prefix, KEYS), each);
    }

    @Override
    public void forEachBetween(@Nullable String begin, String end, BiConsumer<String, V> each) {
        handOver(store.range(begin, end), (key, value) -> {
            if (key.compareTo(end) < 0) {
                each.accept(key, value);
            }
        });
    }

    /** Read to the end before anything is changed: an iterator must not see the changes. */
    private static <V> void handOver(KeyValueIterator<String, V> iterator, BiConsumer<String, V> each) {
        var entries = new ArrayList<KeyValue<String, V>>();
        try (iterator) {
            iterator.forEachRemaining(entries::add);
        }
        entries.forEach(entry -> each.accept(entry.key, entry.value));
    }
}
