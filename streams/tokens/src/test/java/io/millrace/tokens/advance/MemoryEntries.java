package io.millrace.tokens.advance;

import io.millrace.events.serde.StateSerde;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Entries as bytes in a sorted map: what a store does, without its disk. Can be set back, as an aborted transaction does. */
final class MemoryEntries<V> implements Entries<V> {

    private final Function<V, byte[]> write;
    private final Function<byte[], V> read;
    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final Map<String, Optional<byte[]>> before = new HashMap<>();

    private MemoryEntries(Function<V, byte[]> write, Function<byte[], V> read) {
        this.write = write;
        this.read = read;
    }

    static <V extends SpecificRecord> MemoryEntries<V> of(Class<V> type) {
        var serde = StateSerde.of(type);
        return new MemoryEntries<>(v -> serde.serialize("test", v), b -> serde.deserialize("test", b));
    }

    static MemoryEntries<String> ofText() {
        return new MemoryEntries<>(String::getBytes, String::new);
    }

    void commit() {
        before.clear();
    }

    void abort() {
        before.forEach((key, bytes) -> bytes.ifPresentOrElse(old -> entries.put(key, old), () -> entries.remove(key)));
        before.clear();
    }

    int size() {
        return entries.size();
    }

    @Override
    public @Nullable V get(String key) {
        var bytes = entries.get(key);
        return bytes == null ? null : read.apply(bytes);
    }

    @Override
    public void put(String key, V value) {
        remember(key);
        entries.put(key, write.apply(value));
    }

    @Override
    public void delete(String key) {
        remember(key);
        entries.remove(key);
    }

    private void remember(String key) {
        before.putIfAbsent(key, Optional.ofNullable(entries.get(key)));
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, V> each) {
        for (var entry : new ArrayList<>(
                entries.subMap(prefix, prefix + Character.MAX_VALUE).entrySet())) {
            each.accept(entry.getKey(), read.apply(entry.getValue()));
        }
    }

    @Override
    public void forEachBetween(@Nullable String begin, String end, BiConsumer<String, V> each) {
        for (var entry :
                new ArrayList<>(entries.subMap(begin == null ? "" : begin, end).entrySet())) {
            each.accept(entry.getKey(), read.apply(entry.getValue()));
        }
    }
}
