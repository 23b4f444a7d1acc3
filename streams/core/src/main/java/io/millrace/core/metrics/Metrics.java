package io.millrace.core.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/** The metrics of a process, in the format that Prometheus reads. One for each process. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    private Metrics(KafkaMeters kept) {
        registry.config().meterFilter(kept.filter());
    }

    /** With the JVM's own metrics bound, and the essential ones of Kafka let in. */
    public static Metrics create() {
        return create(KafkaMeters.ESSENTIAL);
    }

    /** With the JVM's own metrics bound. */
    public static Metrics create(KafkaMeters kept) {
        var metrics = new Metrics(kept);
        new JvmMemoryMetrics().bindTo(metrics.registry);
        new JvmThreadMetrics().bindTo(metrics.registry);
        new ProcessorMetrics().bindTo(metrics.registry);
        metrics.garbageCollection.bindTo(metrics.registry);
        return metrics;
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** All metrics in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** Binds the metrics of a Kafka Streams client and its Kafka clients; close what is returned with the client. */
    public static KafkaStreamsMetrics bind(KafkaStreams streams, String application, MeterRegistry registry) {
        var binder = new KafkaStreamsMetrics(streams, List.of(Tag.of("application", application)));
        binder.bindTo(registry);
        return binder;
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
