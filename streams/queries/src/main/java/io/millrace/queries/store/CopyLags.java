package io.millrace.queries.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How far the copies on this instance are behind their changelogs, as measured at most {@link #FRESH} ago: what is older
 * is not known. Measuring asks the broker, so one thread does it ({@link #measure}) and readers never wait for it.
 */
final class CopyLags {

    static final Duration FRESH = Duration.ofSeconds(2);

    private record Measured(Map<String, Map<Integer, Long>> lags, long at) {}

    private final LongSupplier nanos;
    private volatile Measured last;

    CopyLags(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = new Measured(Map.of(), nanos.getAsLong() - FRESH.toNanos());
    }

    /** Records that the copy of a partition is behind; empty where that is not known. */
    OptionalLong of(String store, int partition) {
        var measured = last;
        if (nanos.getAsLong() - measured.at() >= FRESH.toNanos()) {
            return OptionalLong.empty();
        }
        var lag = measured.lags().getOrDefault(store, Map.of()).get(partition);
        return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
    }

    /** @throws org.apache.kafka.streams.errors.StreamsException when the broker does not answer */
    void measure(KafkaStreams client) {
        // What is measured holds as of before, whenever the broker answers.
        long at = nanos.getAsLong();
        var lags = new HashMap<String, Map<Integer, Long>>();
        client.allLocalStorePartitionLags().forEach((store, partitions) -> {
            var ofStore = lags.computeIfAbsent(store, unused -> new HashMap<>());
            partitions.forEach((partition, lag) -> ofStore.put(partition, lag.offsetLag()));
        });
        last = new Measured(lags, at);
    }
}
