package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.tokens.TokensTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class TestPlatformIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TestPlatform platform = TestPlatform.shared();

    @Test
    void shouldReadBackWhatWasWritten() {
        // Given
        var topic = platform.ownTopic(TokensTopics.CONTROL);
        var cancel = Control.newBuilder()
                .setPath(List.of())
                .setRequestId("r1")
                .setKind(ControlKind.CANCEL)
                .setAt(1)
                .build();
        try (var writer = platform.writer(topic);
                var reader = platform.reader(topic, Isolation.COMMITTED)) {
            // When
            writer.write("r1", cancel);
            // Then
            assertThat(reader.awaitValues("r1", 1, TIMEOUT)).containsExactly(cancel);
        }
    }

    @Test
    void shouldKeepHeadersAndPartitionOfRawRecords() {
        // Given
        var topic = platform.createRaw("testkit.raw", 3);
        var header = new RecordHeader("idempotency-key", new byte[] {7});
        try (var writer = platform.rawWriter(topic);
                var reader = platform.reader(topic, new StringDeserializer(), Isolation.UNCOMMITTED)) {
            // When
            writer.writeTo(2, "k", "not avro".getBytes(StandardCharsets.UTF_8), header);
            // Then
            var read = reader.awaitMatching(1, TIMEOUT, message -> "k".equals(message.key()));
            assertThat(read).singleElement().satisfies(message -> {
                assertThat(message.partition()).isEqualTo(2);
                assertThat(message.value()).isEqualTo("not avro");
                assertThat(message.headers().lastHeader("idempotency-key")).isEqualTo(header);
            });
        }
    }

    @Test
    void shouldFailWithWhatWasSeen() {
        // Given
        var topic = platform.createRaw("testkit.raw", 1);
        try (var writer = platform.rawWriter(topic);
                var reader = platform.reader(topic, new StringDeserializer(), Isolation.UNCOMMITTED)) {
            writer.write("k", "seen".getBytes(StandardCharsets.UTF_8));
            reader.awaitMatching(1, TIMEOUT, message -> true);
            // Then
            assertThatThrownBy(() -> reader.awaitValues("k", 2, Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("saw 1 records")
                    .hasMessageContaining("k = seen");
        }
    }

    @Test
    void shouldDrainToTheEnd() {
        // Given
        var topic = platform.createRaw("testkit.raw", 4);
        try (var writer = platform.rawWriter(topic);
                var reader = platform.reader(topic, new StringDeserializer(), Isolation.UNCOMMITTED)) {
            for (var i = 0; i < 100; i++) {
                writer.write("k" + i, new byte[] {'x'});
            }
            // Then
            assertThat(reader.drain(TIMEOUT)).hasSize(100);
        }
    }
}
