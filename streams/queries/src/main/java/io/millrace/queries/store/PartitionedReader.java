package io.millrace.queries.store;

import io.millrace.queries.Problem;
import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.Provenance.Role;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.RangeQuery;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partitioned store through interactive queries v2, active tasks only. A partition that is not active here is
 * never mistaken for an absent key.
 */
final class PartitionedReader implements StoreReader {

    private final StoreDescription store;
    private final RunningStreams streams;
    private final String servedBy;

    PartitionedReader(StoreDescription store, RunningStreams streams, String servedBy) {
        this.store = store;
        this.streams = streams;
        this.servedBy = servedBy;
    }

    @Override
    public StoreDescription description() {
        return store;
    }

    @Override
    public Optional<StoreEntry> get(String key) {
        return streams.read(client -> {
            var results = query(client, KeyQuery.<String, SpecificRecord>withKey(key), partition(client, key));
            results.values().forEach(this::check);
            StoreEntry found = null;
            for (var result : results.entrySet()) {
                SpecificRecord value = result.getValue().getResult();
                if (value != null) {
                    found = new StoreEntry(key, value, provenance(result.getKey(), result.getValue()));
                }
            }
            return Optional.ofNullable(found);
        });
    }

    @Override
    public StorePage range(KeyRange range, int limit) {
        return streams.read(client -> {
            RangeQuery<String, SpecificRecord> query = RangeQuery.<String, SpecificRecord>withRange(
                            range.lowest(), null)
                    .withAscendingKeys();
            var results = query(client, query, OptionalInt.empty());
            try (var merge = new RangeMerge(range)) {
                // All iterators belong to the merge before any result is refused, so that each is closed.
                results.forEach((partition, result) -> {
                    if (result.isSuccess()) {
                        merge.add(result.getResult(), provenance(partition, result));
                    }
                });
                results.values().forEach(this::check);
                return merge.page(limit);
            }
        });
    }

    /** Partition of the key; empty when the client does not know (no {@code application.server}): then all are asked. */
    private OptionalInt partition(KafkaStreams client, String key) {
        var metadata =
                client.queryMetadataForKey(store.name().name(), store.routing().apply(key), new StringSerializer());
        return metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)
                ? OptionalInt.empty()
                : OptionalInt.of(metadata.partition());
    }

    private <R> Map<Integer, QueryResult<R>> query(KafkaStreams client, Query<R> query, OptionalInt partition) {
        var request =
                StateQueryRequest.inStore(store.name().name()).withQuery(query).requireActive();
        var results = client.query(
                        partition.isPresent() ? request.withPartitions(Set.of(partition.getAsInt())) : request)
                .getPartitionResults();
        if (results.isEmpty()) {
            throw streams.notHere();
        }
        return new TreeMap<>(results);
    }

    private void check(QueryResult<?> result) {
        if (result.isFailure()) {
            switch (result.getFailureReason()) {
                case NOT_ACTIVE, NOT_PRESENT, NOT_UP_TO_BOUND, DOES_NOT_EXIST -> throw streams.notHere();
                default ->
                    throw Problem.INTERNAL.because("store " + store.name() + " failed: " + result.getFailureReason());
            }
        }
    }

    private Provenance provenance(int partition, QueryResult<?> result) {
        return new Provenance(
                partition, servedBy, Role.ACTIVE, 0, position(result.getPosition()), Isolation.UNCOMMITTED);
    }

    private static Map<String, Long> position(@Nullable Position position) {
        var offsets = new TreeMap<String, Long>();
        if (position != null) {
            for (var topic : position.getTopics()) {
                position.getPartitionPositions(topic)
                        .forEach((partition, offset) -> offsets.put(topic + "-" + partition, offset));
            }
        }
        return offsets;
    }
}
