package io.millrace.load.orchestration;

import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.cluster.ThreadTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** How fast an application works off its backlog, in the middle of it: neither its start nor its end count. */
final class Drain {

    private static final double FROM = 0.25;
    private static final double TO = 0.95;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How Kafka Streams names them. */
    private static final String STREAM_THREADS = "-StreamThread-";

    /** How Kafka's clients name theirs. */
    private static final String CLIENT_THREADS = "kafka-";

    private final BenchCluster cluster;
    private final Supplier<Map<MetricName, ? extends Metric>> metrics;

    /** @param metrics of the application */
    Drain(BenchCluster cluster, Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.cluster = cluster;
        this.metrics = metrics;
    }

    /**
     * Waits until as many records are processed.
     *
     * @throws IllegalStateException when that takes too long
     */
    DrainFigures await(long records) {
        awaitProcessed(Math.round(records * FROM));
        long first = processed();
        long begin = System.nanoTime();
        var before = spent();
        awaitProcessed(Math.round(records * TO));
        long last = processed();
        long nanos = System.nanoTime() - begin;
        var spent = spent().since(before, Math.max(1, last - first));
        awaitProcessed(records);
        return new DrainFigures((last - first) * 1e9 / nanos, spent);
    }

    private Micros spent() {
        return new Micros(
                micros(ThreadTime.of(STREAM_THREADS)),
                micros(ThreadTime.of(CLIENT_THREADS)),
                micros(cluster.brokerTime()));
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }

    private void awaitProcessed(long records) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (processed() < records) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("only " + processed() + " of " + records + " records were processed");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private long processed() {
        return Math.round(metrics.get().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals("stream-thread-metrics"))
                .filter(metric -> metric.getKey().name().equals("process-total"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .sum());
    }

    /**
     * @param rate records a second
     * @param micros processor time for each record
     */
    record DrainFigures(double rate, Micros micros) {}

    /**
     * Processor time in microseconds.
     *
     * @param streams of the stream threads
     * @param clients of the threads of their producers and consumers
     * @param broker of the broker's process; zero for one that others run
     */
    record Micros(double streams, double clients, double broker) {

        Micros since(Micros earlier, long records) {
            return new Micros(
                    (streams - earlier.streams) / records,
                    (clients - earlier.clients) / records,
                    (broker - earlier.broker) / records);
        }

        double total() {
            return streams + clients + broker;
        }
    }
}
