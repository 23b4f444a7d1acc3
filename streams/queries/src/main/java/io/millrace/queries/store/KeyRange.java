package io.millrace.queries.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Keys between two bounds and with a prefix, all optional.
 *
 * @param from lowest key, inclusive
 * @param to highest key, inclusive
 * @param prefix what each key begins with
 * @param after key after which the page begins, exclusive; set by a cursor
 */
public record KeyRange(
        @Nullable String from,
        @Nullable String to,
        @Nullable String prefix,
        @Nullable String after) {

    /** The order in which Kafka Streams keeps string keys. */
    public static final Comparator<String> ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    public static final KeyRange ALL = new KeyRange(null, null, null, null);

    public static KeyRange prefix(String prefix) {
        return new KeyRange(null, null, prefix, null);
    }

    public KeyRange after(String key) {
        return new KeyRange(from, to, prefix, key);
    }

    /** The highest of the lower bounds, inclusive; null for none. */
    @Nullable
    String lowest() {
        String lowest = null;
        for (var bound : new @Nullable String[] {from, prefix, after}) {
            if (bound != null && (lowest == null || ORDER.compare(bound, lowest) > 0)) {
                lowest = bound;
            }
        }
        return lowest;
    }

    /** Whether a key at or above {@link #lowest} is beyond the end of the range. */
    boolean isPast(String key) {
        return (to != null && ORDER.compare(key, to) > 0) || (prefix != null && !key.startsWith(prefix));
    }

    /** Whether a key at or above {@link #lowest} was already given on the page before. */
    boolean isGiven(String key) {
        return key.equals(after);
    }
}
