package io.millrace.core.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;

/** Which of the meters of Kafka Streams and its clients are kept: there are thousands, more with each task and store. */
public enum KafkaMeters {

    /** Lag, state, commits and memory of RocksDB: what tells whether an application keeps up and fits its machine. */
    ESSENTIAL,

    /** Every one, for a search for a cause. */
    ALL;

    private static final String PREFIX = "kafka.";

    /** Under the names that Micrometer gives them. */
    private static final Set<String> ESSENTIAL_NAMES = Set.of(
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.consumer.fetch.manager.records.lag.max",
            "kafka.stream.alive.stream.threads",
            "kafka.stream.failed.stream.threads",
            "kafka.stream.thread.commit.latency.avg",
            "kafka.stream.thread.commit.latency.max",
            "kafka.stream.thread.commit.rate",
            "kafka.stream.thread.commit.total",
            "kafka.stream.state.block.cache.usage",
            "kafka.stream.state.block.cache.pinned.usage",
            "kafka.stream.state.size.all.mem.tables",
            "kafka.stream.state.estimate.table.readers.mem");

    /** Keeps what is not Kafka's own, and of Kafka's own what this says. */
    MeterFilter filter() {
        return MeterFilter.denyUnless(
                id -> this == ALL || !id.getName().startsWith(PREFIX) || ESSENTIAL_NAMES.contains(id.getName()));
    }
}
