package io.millrace.load.headline.real;

import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.cluster.ThreadTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Processor time by part of the system since the parts began; their threads are told by name.
 *
 * @param seconds by part
 */
record Processors(Map<String, Double> seconds) {

    private static final String TOPOLOGY = "topology";
    private static final String WORKERS = "workers";
    private static final String ENGINE = "simulated engine";
    private static final String FRONT_DOOR = "front door";
    private static final String CLIENTS = "Kafka clients";
    private static final String BROKER = "broker";

    /** In the order of a request. */
    static final List<String> PARTS = List.of(FRONT_DOOR, TOPOLOGY, WORKERS, ENGINE, CLIENTS, BROKER);

    private static final double MILLIS = 1e3;

    Processors {
        seconds = Map.copyOf(seconds);
    }

    static Processors now(BenchCluster cluster) {
        return new Processors(Map.of(
                FRONT_DOOR, inSeconds(ThreadTime.of("millrace-replies").plus(ThreadTime.of("millrace-bench-front"))),
                TOPOLOGY, inSeconds(ThreadTime.of("StreamThread")),
                WORKERS, inSeconds(ThreadTime.of("millrace-worker").plus(ThreadTime.of("millrace-service"))),
                ENGINE, inSeconds(ThreadTime.of("simulated-engine")),
                CLIENTS, inSeconds(ThreadTime.of("kafka-")),
                BROKER, inSeconds(cluster.brokerTime())));
    }

    /** What was used after {@code earlier}, for each of so many requests. */
    Processors since(Processors earlier, int requests) {
        var shares = new TreeMap<String, Double>();
        PARTS.forEach(part -> shares.put(part, (of(part) - earlier.of(part)) / Math.max(1, requests)));
        return new Processors(shares);
    }

    double of(String part) {
        return seconds.getOrDefault(part, 0.0);
    }

    double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    @Override
    public String toString() {
        return PARTS.stream()
                .map(part -> String.format(Locale.ROOT, "%s %.3f", part, of(part)))
                .collect(Collectors.joining(", "));
    }

    private static double inSeconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
