package io.millrace.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;

/** Makes the clients of one application, one after the other. */
record ClientFactory(
        String applicationId,
        Topology topology,
        Map<String, Object> properties,
        ExpectedTopics expected,
        MeterRegistry meters) {

    Duration commitInterval() {
        return Duration.ofMillis(new StreamsConfig(properties).getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG));
    }

    /** @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException when topics are missing */
    Client make(Consumer<KafkaStreams.State> states, StreamsUncaughtExceptionHandler uncaught) {
        expected.require();
        var streams = new KafkaStreams(topology, new StreamsConfig(properties));
        streams.setUncaughtExceptionHandler(uncaught);
        streams.setStateListener((now, before) -> states.accept(now));
        return new Client(streams, applicationId, meters);
    }
}
