package io.millrace.server.load;

import io.millrace.events.avro.tokens.Load;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.Positions;
import io.millrace.queries.store.Provenance;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreAnswer;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StorePage;
import io.millrace.queries.store.StoreReader;
import java.util.List;
import java.util.OptionalLong;

/** The loads table without Kafka behind it. */
record LoadsInMemory(List<Load> loads) implements StoreReader {

    private static final Provenance PROVENANCE = new Provenance(
            -1, "here", Provenance.Role.GLOBAL, OptionalLong.empty(), Positions.NONE, Provenance.Isolation.COMMITTED);

    @Override
    public StoreDescription description() {
        throw new UnsupportedOperationException("not asked for here");
    }

    @Override
    public StoreAnswer get(String key, ReadOptions options) {
        throw new UnsupportedOperationException("not asked for here");
    }

    @Override
    public StorePage range(KeyRange range, int limit, ReadOptions options, Partial partial) {
        var entries = loads.stream()
                .map(load -> new StoreEntry(load.getReplica(), load, PROVENANCE))
                .toList();
        return new StorePage(entries, null);
    }
}
