package io.millrace.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.failure.FailureContext;
import io.millrace.core.failure.KafkaGlobalDeadLetters;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {

    private final CoreSettings settings = CoreSettings.of(RawSettings.of(Map.of(
            CoreSettings.BOOTSTRAP_SERVERS,
            "127.0.0.1:9",
            CoreSettings.REGISTRY_URL,
            "http://127.0.0.1:9",
            CoreSettings.STATE_DIR,
            Path.of("target", "state").toString(),
            CoreSettings.STATE_DIR_TMP_ALLOWED,
            "true",
            CoreSettings.MAX_REQUEST,
            "3000000")));

    @Test
    void shouldMakeChangelogsThatTakeWhatTopicsTake() {
        assertThat(of(Map.of())).containsEntry("topic.max.message.bytes", settings.maxMessageBytes());
    }

    @Test
    void shouldLetAnApplicationSetItsOwnCommitInterval() {
        assertThat(of(Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500L)))
                .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500L);
    }

    private Map<String, Object> of(Map<String, ?> overrides) {
        try (var letters = new KafkaGlobalDeadLetters(settings.kafkaClient(), "test")) {
            var failures = new FailureContext("test", 1024, new SimpleMeterRegistry(), letters);
            return StreamsProperties.of("test", settings, failures, overrides);
        }
    }
}
