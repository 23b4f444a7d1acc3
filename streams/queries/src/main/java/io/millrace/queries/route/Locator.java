package io.millrace.queries.route;

import io.millrace.queries.store.LocalApplication;
import io.millrace.queries.store.StoreDescription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where the partitions of a store are, as the last rebalance has told this instance. Kafka Streams works that out anew for
 * each question, so what it says is kept for a moment: an instance that has lost a partition says so itself. Safe for use
 * by several threads.
 */
final class Locator implements Placements {

    private static final long KEPT_NANOS = Duration.ofMillis(100).toNanos();

    private record Known(List<Placement> placements, long at) {}

    private final StoreDescription store;
    private final LocalApplication application;
    private final LongSupplier nanos;
    private volatile @Nullable Known known;

    Locator(StoreDescription store, LocalApplication application, LongSupplier nanos) {
        this.store = store;
        this.application = application;
        this.nanos = nanos;
    }

    @Override
    public Placement of(String key) {
        var all = all();
        var bytes = store.routing().apply(key).getBytes(StandardCharsets.UTF_8);
        // As the default partitioner of Kafka's producers.
        return all.get(Utils.toPositive(Utils.murmur2(bytes)) % all.size());
    }

    @Override
    public List<Placement> all() {
        var last = known;
        if (last != null && nanos.getAsLong() - last.at() < KEPT_NANOS) {
            return last.placements();
        }
        long now = nanos.getAsLong();
        var placements = application.read(store, this::look);
        known = new Known(placements, now);
        return placements;
    }

    private List<Placement> look(KafkaStreams client) {
        var count = new AtomicInteger();
        metadata(client, (topic, key, value, partitions) -> {
            count.set(partitions);
            return Optional.of(Set.of(0));
        });
        return IntStream.range(0, count.get())
                .mapToObj(partition -> placement(client, partition))
                .toList();
    }

    private Placement placement(KafkaStreams client, int partition) {
        var found = metadata(client, (topic, key, value, partitions) -> Optional.of(Set.of(partition)));
        var active = Optional.of(found.activeHost()).filter(host -> !host.equals(HostInfo.unavailable()));
        return new Placement(partition, active, List.copyOf(found.standbyHosts()));
    }

    private KeyQueryMetadata metadata(KafkaStreams client, StreamPartitioner<String, Object> partitioner) {
        var found = client.queryMetadataForKey(store.name().name(), "", partitioner);
        if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw LocalApplication.notHere(store);
        }
        return found;
    }
}
