package io.millrace.tokens.process;

import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** Entries of a global table, to be read only. Used by the thread of its task. */
final class GlobalEntries<V> {

    private static final StringSerializer KEYS = new StringSerializer();

    private final KeyValueStore<String, ?> store;

    GlobalEntries(KeyValueStore<String, ?> store) {
        this.store = store;
    }

    /** Hands over each entry whose key begins with {@code prefix}. */
    void forEach(String prefix, BiConsumer<String, V> each) {
        try (var entries = store.prefixScan(prefix, KEYS)) {
            entries.forEachRemaining(entry -> each.accept(entry.key, plain(entry.value)));
        }
    }

    /** Global stores may hand over a value with its time. */
    @SuppressWarnings("unchecked") // the table holds nothing else
    private static <V> V plain(Object value) {
        return (V) (value instanceof ValueAndTimestamp<?> timed ? timed.value() : value);
    }
}
