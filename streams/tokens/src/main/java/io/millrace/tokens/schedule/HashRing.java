package io.millrace.tokens.schedule;

import io.millrace.events.tokens.PromptBlocks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Consistent hashing (Karger et al., 1997): each name stands at 100 places of a ring of 64-bit numbers, a key belongs to the
 * first name at or after it. When a name comes or goes, only the keys between it and the place before it change hands.
 */
final class HashRing {

    /** Places of a name: the largest of four shares is then some 10 % above the mean. */
    static final int PLACES = 100;

    private final List<String> names;
    private final TreeMap<Long, String> places = new TreeMap<>(Long::compareUnsigned);

    /** @param names in any order; the ring is the same */
    HashRing(List<String> names) {
        this.names = List.copyOf(names);
        for (var name : names) {
            for (var place = 0; place < PLACES; place++) {
                places.merge(place(name, place), name, (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        }
    }

    static long place(String name, int number) {
        return PromptBlocks.hash(name + '#' + number);
    }

    boolean isOf(List<String> others) {
        return names.equals(others);
    }

    /** All names, the owner of the key first, then in the order in which they follow on the ring. */
    List<String> from(long key) {
        var after = List.of(places.tailMap(key, true), (Map<Long, String>) places.headMap(key, false));
        return after.stream()
                .flatMap(part -> part.values().stream())
                .distinct()
                .limit(names.size())
                .toList();
    }
}
