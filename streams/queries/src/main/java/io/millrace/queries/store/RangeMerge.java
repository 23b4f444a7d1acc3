package io.millrace.queries.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Merges the iterators of several partitions in the order of keys. Closes them all. One page, one thread. */
final class RangeMerge implements AutoCloseable {

    private record Source(KeyValueIterator<String, SpecificRecord> entries, Provenance provenance) {}

    private final KeyRange range;
    private final List<Source> sources = new ArrayList<>();

    RangeMerge(KeyRange range) {
        this.range = range;
    }

    void add(KeyValueIterator<String, SpecificRecord> entries, Provenance provenance) {
        sources.add(new Source(entries, provenance));
    }

    StorePage page(int limit) {
        var heads = new PriorityQueue<Source>(
                Comparator.comparing((Source source) -> source.entries().peekNextKey(), KeyRange.ORDER));
        sources.forEach(source -> offer(heads, source));
        var page = new ArrayList<StoreEntry>();
        while (!heads.isEmpty()) {
            var source = heads.poll();
            if (page.size() == limit) {
                return new StorePage(page, page.get(limit - 1).key());
            }
            var entry = source.entries().next();
            page.add(new StoreEntry(entry.key, entry.value, source.provenance()));
            offer(heads, source);
        }
        return new StorePage(page, null);
    }

    private void offer(PriorityQueue<Source> heads, Source source) {
        var entries = source.entries();
        while (entries.hasNext() && range.isGiven(entries.peekNextKey())) {
            entries.next();
        }
        if (entries.hasNext() && !range.isPast(entries.peekNextKey())) {
            heads.add(source);
        }
    }

    @Override
    public void close() {
        sources.forEach(source -> source.entries().close());
    }
}
