package io.millrace.server.load;

import io.millrace.events.avro.tokens.Load;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.Provenance;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StorePage;
import io.millrace.queries.store.StoreReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The loads table without Kafka behind it. */
record LoadsInMemory(List<Load> loads) implements StoreReader {

    private static final Provenance PROVENANCE =
            new Provenance(-1, "here", Provenance.Role.GLOBAL, 0, Map.of(), Provenance.Isolation.COMMITTED);

    @Override
    public StoreDescription description() {
        throw new UnsupportedOperationException("not asked for here");
    }

    @Override
    public Optional<StoreEntry> get(String key) {
        throw new UnsupportedOperationException("not asked for here");
    }

    @Override
    public StorePage range(KeyRange range, int limit) {
        var entries = loads.stream()
                .map(load -> new StoreEntry(load.getReplica(), load, PROVENANCE))
                .toList();
        return new StorePage(entries, null);
    }
}
