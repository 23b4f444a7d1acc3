package io.millrace.tokens.plan;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What templates see of values: the entries of maps, the items of lists, and everything else as text. The library's own
 * collector also calls methods of whatever it is given. Safe for use by several threads.
 */
final class ValueCollector implements Mustache.Collector {

    /** The same values, with each step through a list counted. */
    static Object limited(Map<String, Object> values, RenderLimit limit) {
        return new Entries(values, limit);
    }

    /** Null where the value is not a list, as the library has it; what is missing it takes for an empty list of its own. */
    @Override
    @SuppressWarnings("NullAway")
    public @Nullable Iterator<?> toIterator(Object value) {
        if (value instanceof Items items) {
            return items.iterator();
        }
        return value instanceof List<?> none ? none.iterator() : null;
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
        return (within, part) -> {
            if (within instanceof Entries entries) {
                return entries.get(part);
            }
            return within instanceof Items items ? items.get(part) : Template.NO_FETCHER_FOUND;
        };
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
        return new ConcurrentHashMap<>();
    }

    private static @Nullable Object limited(@Nullable Object value, RenderLimit limit) {
        if (value instanceof Map<?, ?> map) {
            return new Entries(map, limit);
        }
        return value instanceof List<?> list ? new Items(list, limit) : value;
    }

    private record Entries(Map<?, ?> map, RenderLimit limit) {

        @Nullable
        Object get(String name) {
            return map.containsKey(name) ? limited(map.get(name), limit) : Template.NO_FETCHER_FOUND;
        }

        @Override
        public String toString() {
            return map.toString();
        }
    }

    private record Items(List<?> list, RenderLimit limit) {

        /** @param number from 0 */
        @Nullable
        Object get(String number) {
            int index = number.matches("\\d{1,9}") ? Integer.parseInt(number) : list.size();
            return index < list.size() ? limited(list.get(index), limit) : Template.NO_FETCHER_FOUND;
        }

        Iterator<?> iterator() {
            return list.stream()
                    .map(item -> {
                        limit.step();
                        return limited(item, limit);
                    })
                    .iterator();
        }

        @Override
        public String toString() {
            return list.toString();
        }
    }
}
