package io.millrace.tokens.advance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entries with the recent ones in hand: decoded once for the many events that follow each other in a request, and encoded
 * once for an event, however often that changes them. What was put is in the store after {@link #write}. Values are
 * shared, so whoever changes one puts it. Used by one thread.
 */
final class HeldEntries<V> implements Entries<V> {

    private final Entries<V> stored;
    private final ToIntFunction<V> characters;
    private final BiConsumer<String, V> onRead;
    private final long most;
    private final Map<String, Held<V>> recent = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Optional<V>> changed = new LinkedHashMap<>();
    private long held;

    private record Held<V>(V value, int characters) {}

    /**
     * @param characters rough size of a value
     * @param most characters that are held, roughly
     */
    HeldEntries(Entries<V> stored, ToIntFunction<V> characters, long most) {
        this(stored, characters, most, (key, value) -> {});
    }

    /**
     * @param characters rough size of a value
     * @param most characters that are held, roughly
     * @param onRead completes a value that was read from the store by what was not written with it
     */
    HeldEntries(Entries<V> stored, ToIntFunction<V> characters, long most, BiConsumer<String, V> onRead) {
        this.stored = stored;
        this.characters = characters;
        this.most = most;
        this.onRead = onRead;
    }

    @Override
    public @Nullable V get(String key) {
        var mine = changed.get(key);
        if (mine != null) {
            return mine.orElse(null);
        }
        var before = recent.get(key);
        if (before != null) {
            return before.value();
        }
        var value = stored.get(key);
        if (value != null) {
            onRead.accept(key, value);
            hold(key, value);
        }
        return value;
    }

    @Override
    public void put(String key, V value) {
        changed.put(key, Optional.of(value));
    }

    @Override
    public void delete(String key) {
        changed.put(key, Optional.empty());
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, V> each) {
        write();
        stored.forEach(prefix, (key, value) -> each.accept(key, inHand(key, value)));
    }

    @Override
    public void forEachBetween(@Nullable String begin, String end, BiConsumer<String, V> each) {
        write();
        stored.forEachBetween(begin, end, (key, value) -> each.accept(key, inHand(key, value)));
    }

    @Override
    public void write() {
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach((key, value) -> {
            if (value.isPresent()) {
                stored.put(key, value.get());
                hold(key, value.get());
            } else {
                stored.delete(key);
                drop(key);
            }
        });
        changed.clear();
    }

    private V inHand(String key, V value) {
        var before = recent.get(key);
        if (before != null) {
            return before.value();
        }
        onRead.accept(key, value);
        return value;
    }

    private void hold(String key, V value) {
        drop(key);
        var size = key.length() + characters.applyAsInt(value);
        recent.put(key, new Held<>(value, size));
        held += size;
        var eldest = recent.values().iterator();
        while (held > most && eldest.hasNext()) {
            held -= eldest.next().characters();
            eldest.remove();
        }
    }

    private void drop(String key) {
        var before = recent.remove(key);
        if (before != null) {
            held -= before.characters();
        }
    }
}
