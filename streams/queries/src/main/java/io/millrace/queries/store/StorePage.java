package io.millrace.queries.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * Some entries of a store in the order of their keys (UTF-8 bytes, unsigned).
 *
 * @param entries at most as many as were asked for
 * @param lastKey where the next page goes on; null when there is no more
 * @param missing partitions whose entries are left out because no copy could answer
 */
public record StorePage(List<StoreEntry> entries, @Nullable String lastKey, List<Integer> missing) {

    public StorePage {
        entries = List.copyOf(entries);
        missing = List.copyOf(missing);
    }

    /** Of which nothing is missing. */
    public StorePage(List<StoreEntry> entries, @Nullable String lastKey) {
        this(entries, lastKey, List.of());
    }

    /** The first entries of one copy. */
    static StorePage of(
            KeyValueIterator<String, SpecificRecord> found, KeyRange range, int limit, Provenance provenance) {
        var page = new ArrayList<StoreEntry>();
        while (found.hasNext()) {
            var entry = found.next();
            if (range.isPast(entry.key)) {
                break;
            }
            if (range.isGiven(entry.key)) {
                continue;
            }
            if (page.size() == limit) {
                return new StorePage(page, page.get(limit - 1).key());
            }
            page.add(new StoreEntry(entry.key, entry.value, provenance));
        }
        return new StorePage(page, null);
    }

    /** The first entries of pages that were each asked for as many and have no key in common. */
    public static StorePage merged(Collection<StorePage> pages, int limit, Collection<Integer> missing) {
        var all = pages.stream()
                .flatMap(page -> page.entries().stream())
                .sorted(Comparator.comparing(StoreEntry::key, KeyRange.ORDER))
                .toList();
        var isWhole = all.size() <= limit && pages.stream().allMatch(page -> page.lastKey() == null);
        var entries = all.subList(0, Math.min(limit, all.size()));
        return new StorePage(
                entries,
                isWhole || entries.isEmpty()
                        ? null
                        : entries.get(entries.size() - 1).key(),
                List.copyOf(missing));
    }

    /** The same entries, known to be from another state of their copy. */
    StorePage withProvenance(Provenance provenance) {
        var same = entries.stream()
                .map(entry -> new StoreEntry(entry.key(), entry.value(), provenance))
                .toList();
        return new StorePage(same, lastKey, missing);
    }
}
