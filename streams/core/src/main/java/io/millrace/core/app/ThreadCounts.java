package io.millrace.core.app;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What a stream thread has done since it began.
 *
 * @param processed records
 * @param committed tasks, each time one had something to commit
 */
record ThreadCounts(double processed, double committed) {

    static final ThreadCounts NONE = new ThreadCounts(0, 0);

    private static final String GROUP = "stream-thread-metrics";
    private static final String PROCESSED = "process-total";
    private static final String COMMITTED = "commit-total";

    /** Of each thread by name, from the metrics of Kafka Streams. */
    static Map<String, ThreadCounts> of(Map<MetricName, ? extends Metric> metrics) {
        var counts = new HashMap<String, ThreadCounts>();
        metrics.forEach((name, metric) -> {
            if (name.group().equals(GROUP) && metric.metricValue() instanceof Number number) {
                var value = number.doubleValue();
                var thread = name.tags().getOrDefault("thread-id", "");
                switch (name.name()) {
                    case PROCESSED -> counts.merge(thread, new ThreadCounts(value, 0), ThreadCounts::plus);
                    case COMMITTED -> counts.merge(thread, new ThreadCounts(0, value), ThreadCounts::plus);
                    default -> {}
                }
            }
        });
        return Map.copyOf(counts);
    }

    /** Whether nothing that was processed after {@code before} waits for its first commit. */
    boolean isSettledSince(ThreadCounts before) {
        return processed <= before.processed || committed > before.committed;
    }

    private ThreadCounts plus(ThreadCounts other) {
        return new ThreadCounts(processed + other.processed, committed + other.committed);
    }
}
