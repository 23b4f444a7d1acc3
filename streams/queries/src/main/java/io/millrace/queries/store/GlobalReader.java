package io.millrace.queries.store;

import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.Provenance.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads a global table, which interactive queries v2 do not serve (Kafka Streams 4.3). */
final class GlobalReader implements StoreReader {

    private final StoreDescription store;
    private final RunningStreams streams;
    private final Provenance provenance;

    GlobalReader(StoreDescription store, RunningStreams streams, String servedBy) {
        this.store = store;
        this.streams = streams;
        // Under exactly-once Kafka Streams fills global tables read-committed.
        this.provenance = new Provenance(-1, servedBy, Role.GLOBAL, 0, Map.of(), Isolation.COMMITTED);
    }

    @Override
    public StoreDescription description() {
        return store;
    }

    @Override
    public Optional<StoreEntry> get(String key) {
        return streams.read(
                client -> Optional.ofNullable(open(client).get(key)).map(v -> new StoreEntry(key, v, provenance)));
    }

    @Override
    public StorePage range(KeyRange range, int limit) {
        return streams.read(client -> {
            try (var entries = open(client).range(range.lowest(), null)) {
                List<StoreEntry> page = new ArrayList<>();
                while (entries.hasNext()) {
                    var entry = entries.next();
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
        });
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
            throw streams.notHere();
        }
        return client.store(
                StoreQueryParameters.fromNameAndType(store.name().name(), QueryableStoreTypes.keyValueStore()));
    }
}
