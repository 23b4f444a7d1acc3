package io.millrace.load.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** What the stream threads do with their time, by their own metrics: where to look when hops are slow. */
public final class ThreadRatios {

    private static final Set<String> SHOWN = Set.of(
            "process-ratio",
            "commit-ratio",
            "poll-ratio",
            "punctuate-ratio",
            "process-latency-avg",
            "commit-latency-avg",
            "commit-latency-max",
            "punctuate-latency-avg",
            "punctuate-latency-max");

    private ThreadRatios() {}

    /** Such as "commit-latency-avg 12.3, commit-ratio 0.1"; latencies in milliseconds. */
    public static String inWords(Map<MetricName, ? extends Metric> metrics) {
        var values = new TreeMap<String, Double>();
        metrics.forEach((name, metric) -> {
            if (name.group().equals("stream-thread-metrics") && SHOWN.contains(name.name())) {
                values.put(name.name(), ((Number) metric.metricValue()).doubleValue());
            }
        });
        return values.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.3f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
