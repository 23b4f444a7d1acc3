package io.millrace.tokens;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.app.StreamsProperties;
import io.millrace.core.failure.FailureContext;
import io.millrace.core.failure.GlobalDeadLetters;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration of production, but for the guarantee, for a driver that has no broker. */
final class DriverProperties {

    private DriverProperties() {}

    /** @param maxBytes of one record */
    static Properties of(String registryUrl, int maxBytes) {
        var core = CoreSettings.of(RawSettings.of(Map.of(
                CoreSettings.BOOTSTRAP_SERVERS,
                "127.0.0.1:9",
                CoreSettings.REGISTRY_URL,
                registryUrl,
                CoreSettings.STATE_DIR,
                "target/state/" + UUID.randomUUID(),
                CoreSettings.STATE_DIR_TMP_ALLOWED,
                "true")));
        var failures = new FailureContext(
                TokensTopology.APPLICATION, maxBytes, new SimpleMeterRegistry(), new RefusedGlobalLetters());
        var properties = new Properties();
        properties.putAll(StreamsProperties.of(
                TokensTopology.APPLICATION,
                core,
                failures,
                Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE)));
        return properties;
    }

    /** The driver has a failure policy of its own for global tables. */
    private static final class RefusedGlobalLetters implements GlobalDeadLetters {
        @Override
        public void write(ProducerRecord<byte[], byte[]> letter) {
            throw new AssertionError("a dead letter of a global table: " + letter);
        }

        @Override
        public void close() {}
    }
}
