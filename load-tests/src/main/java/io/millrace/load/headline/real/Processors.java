package io.millrace.load.headline.real;

import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.cluster.ThreadTime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Processor time by part of the system since the parts began; their threads are told by name.
 *
 * @param seconds by part
 */
record Processors(Map<String, Double> seconds) {

    private static final double MILLIS = 1e3;

    Processors {
        seconds = Map.copyOf(seconds);
    }

    static Processors now(BenchCluster cluster) {
        Map<String, Supplier<Duration>> parts = Map.of(
                "topology", () -> ThreadTime.of("StreamThread"),
                "workers", () -> ThreadTime.of("millrace-worker").plus(ThreadTime.of("millrace-service")),
                "simulated engine", () -> ThreadTime.of("simulated-engine"),
                "front door", () -> ThreadTime.of("millrace-replies").plus(ThreadTime.of("millrace-bench-front")),
                "broker", cluster::brokerTime);
        var seconds = new TreeMap<String, Double>();
        parts.forEach((part, time) -> seconds.put(part, time.get().toMillis() / MILLIS));
        return new Processors(seconds);
    }

    /** What was used after {@code earlier}, for each of so many requests. */
    Processors since(Processors earlier, int requests) {
        var shares = new TreeMap<String, Double>();
        seconds.forEach((part, now) ->
                shares.put(part, (now - earlier.seconds.getOrDefault(part, 0.0)) / Math.max(1, requests)));
        return new Processors(shares);
    }

    double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
