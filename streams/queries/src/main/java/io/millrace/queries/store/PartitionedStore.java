package io.millrace.queries.store;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.store.Copies.Copy;
import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.Provenance.Role;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.RangeQuery;

/** The copies on this instance of a store that is kept by partition. */
final class PartitionedStore implements LocalStore {

    private final StoreDescription store;
    private final LocalApplication application;
    private final Copies copies;
    private final Patience patience;

    PartitionedStore(StoreDescription store, LocalApplication application, Patience patience, String servedBy) {
        this.store = store;
        this.application = application;
        this.copies = new Copies(store, application, servedBy);
        this.patience = patience;
    }

    @Override
    public StoreDescription description() {
        return store;
    }

    @Override
    public StoreAnswer get(String key, int partition, ReadOptions options) {
        return application.read(store, client -> {
            var query = KeyQuery.<String, SpecificRecord>withKey(key);
            var copy = reached(client, options, () -> copies.read(client, query, partition, options));
            return new StoreAnswer(key, copy.result(), committed(client, options, copy));
        });
    }

    @Override
    public StorePage range(KeyRange range, int limit, Set<Integer> partitions, ReadOptions options) {
        return application.read(store, client -> {
            var missing = new TreeSet<Integer>();
            var pages = new ArrayList<StorePage>();
            for (int partition : partitions) {
                try {
                    pages.add(page(client, range, limit, partition, options));
                } catch (ProblemException e) {
                    if (e.problem() != Problem.STORE_MOVING && e.problem() != Problem.TOO_STALE) {
                        throw e;
                    }
                    missing.add(partition);
                }
            }
            return StorePage.merged(pages, limit, missing);
        });
    }

    private StorePage page(KafkaStreams client, KeyRange range, int limit, int partition, ReadOptions options) {
        var query = RangeQuery.<String, SpecificRecord>withRange(range.lowest(), null)
                .withAscendingKeys();
        var copy = reached(client, options, () -> {
            var found = copies.read(client, query, partition, options);
            try (var entries = found.value()) {
                var page = StorePage.of(entries, range, limit, found.provenance());
                return new Copy<>(page, found.provenance());
            }
        });
        return copy.value().withProvenance(committed(client, options, copy));
    }

    /** Waits until what is read has seen what the caller asks for. */
    private <T> Copy<T> reached(KafkaStreams client, ReadOptions options, Supplier<Copy<T>> reading) {
        var least = options.minPosition();
        return patience.await("position " + least.text(), () -> {
            // Before the read. A record that changes nothing in this store leaves no trace in its position, but is
            // committed one day.
            var isCommitted = application.committed(client).cover(least);
            return Optional.of(reading.get()).filter(copy -> isReached(least, copy.provenance(), isCommitted));
        });
    }

    private static boolean isReached(Positions least, Provenance copy, boolean isCommitted) {
        return isCommitted && copy.role() == Role.ACTIVE
                || least.of(copy.partition()).areReachedAt(copy.position());
    }

    /** Waits until what was read is committed, where the caller wants nothing else. */
    private Provenance committed(KafkaStreams client, ReadOptions options, Copy<?> copy) {
        var provenance = copy.provenance();
        if (options.isolation() == Isolation.UNCOMMITTED || provenance.isolation() == Isolation.COMMITTED) {
            return provenance;
        }
        return patience.await(
                "the commit of " + copy.provenance().position().text(),
                () -> Optional.of(provenance.committed())
                        .filter(done -> application
                                .committed(client)
                                .cover(copy.provenance().position())));
    }
}
