package io.millrace.queries.store;

import io.millrace.queries.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/** The stores that this instance can read, by name. */
public final class Stores {

    private final Map<String, StoreReader> readers = new LinkedHashMap<>();

    /**
     * @param descriptions of all stores
     * @param applications the running applications by id; one that is not here makes its stores answer NOT_READY
     * @param servedBy name of this instance in answers
     */
    public Stores(
            Collection<StoreDescription> descriptions,
            Map<String, ? extends Supplier<KafkaStreams>> applications,
            String servedBy) {
        for (var store : descriptions) {
            var streams = new RunningStreams(store, applications.get(store.application()));
            var reader = switch (store.kind()) {
                case KEY_VALUE -> new PartitionedReader(store, streams, servedBy);
                case GLOBAL -> new GlobalReader(store, streams, servedBy);
            };
            if (readers.put(store.name().name(), reader) != null) {
                throw new IllegalArgumentException("store " + store.name() + " is described twice");
            }
        }
    }

    public List<StoreDescription> descriptions() {
        return readers.values().stream().map(StoreReader::description).toList();
    }

    /** @throws io.millrace.queries.ProblemException UNKNOWN_STORE */
    public StoreReader find(String name) {
        var reader = readers.get(name);
        if (reader == null) {
            throw Problem.UNKNOWN_STORE.because("no store is called '" + name + "'; GET /api/v1/stores lists them");
        }
        return reader;
    }
}
