package io.millrace.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaMetersTest {

    @ParameterizedTest
    @CsvSource({
        "millrace.failures, ESSENTIAL, true",
        "jvm.threads.live, ESSENTIAL, true",
        "kafka.consumer.fetch.manager.records.lag, ESSENTIAL, true",
        "kafka.stream.state.block.cache.usage, ESSENTIAL, true",
        "kafka.stream.state.put.rate, ESSENTIAL, false",
        "kafka.producer.request.latency.avg, ESSENTIAL, false",
        "kafka.producer.request.latency.avg, ALL, true"
    })
    void shouldKeepOurMetersAndTheEssentialOnesOfKafka(String name, KafkaMeters kept, boolean expected) {
        try (var metrics = Metrics.create(kept)) {
            metrics.registry().gauge(name, Tags.empty(), 1);

            assertThat(metrics.registry().find(name).gauges()).hasSize(expected ? 1 : 0);
        }
    }
}
