package io.millrace.queries.store;

import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.Provenance.Role;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** A global table, which interactive queries v2 do not serve (Kafka Streams 4.3). */
final class GlobalStore implements LocalStore {

    private final StoreDescription store;
    private final LocalApplication application;
    private final Patience patience;
    private final String servedBy;

    GlobalStore(StoreDescription store, LocalApplication application, Patience patience, String servedBy) {
        this.store = store;
        this.application = application;
        this.patience = patience;
        this.servedBy = servedBy;
    }

    @Override
    public StoreDescription description() {
        return store;
    }

    @Override
    public StoreAnswer get(String key, int partition, ReadOptions options) {
        return application.read(store, client -> {
            var entries = open(client);
            var provenance = reached(options);
            return new StoreAnswer(key, entries.get(key), provenance);
        });
    }

    @Override
    public StorePage range(KeyRange range, int limit, Set<Integer> partitions, ReadOptions options) {
        return application.read(store, client -> {
            var provenance = reached(options);
            try (var entries = open(client).range(range.lowest(), null)) {
                return StorePage.of(entries, range, limit, provenance);
            }
        });
    }

    /** What the table has seen at least, before it is read. Kafka Streams fills it read-committed under exactly-once. */
    private Provenance reached(ReadOptions options) {
        var position = patience.await(
                "position " + options.minPosition().text(),
                () -> Optional.of(position()).filter(options.minPosition()::areReachedAt));
        return new Provenance(-1, servedBy, Role.GLOBAL, OptionalLong.empty(), position, Isolation.COMMITTED);
    }

    private Positions position() {
        return new Positions(application.globals().of(store.name()));
    }

    /**
     * Kafka Streams shows a global table while it is still being read at start. Its stream threads begin after that; a
     * client without any runs after that.
     */
    private ReadOnlyKeyValueStore<String, SpecificRecord> open(KafkaStreams client) {
        boolean restored = client.state() == KafkaStreams.State.RUNNING
                || client.metadataForLocalThreads().stream()
                        .anyMatch(thread -> !thread.threadState().equals("CREATED"));
        if (!restored) {
            throw LocalApplication.notHere(store);
        }
        return client.store(
                StoreQueryParameters.fromNameAndType(store.name().name(), QueryableStoreTypes.keyValueStore()));
    }
}
