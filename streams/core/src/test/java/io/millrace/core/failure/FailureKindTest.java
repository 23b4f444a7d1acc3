package io.millrace.core.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.events.serde.RegistryUnavailableException;
import io.millrace.events.serde.UndecodableRecordException;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {

    @ParameterizedTest
    @MethodSource("failures")
    void shouldTellTheKindFromTheFirstCauseThatTells(FailureKind kind, Throwable failure) {
        assertThat(FailureKind.of(failure)).isEqualTo(kind);
        assertThat(FailureKind.of(new StreamsException("wrapped", failure))).isEqualTo(kind);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(FailureKind.UNDECODABLE, new UndecodableRecordException(Reason.FRAMING, "x")),
                arguments(FailureKind.INVALID, new InvalidEventException("unknown-job", "x")),
                arguments(FailureKind.OUTAGE, new RegistryUnavailableException("x", new IOException("x"))),
                arguments(FailureKind.OUTAGE, new TimeoutException("x")),
                arguments(FailureKind.OUTAGE, new DisconnectException("x")),
                arguments(FailureKind.OUTAGE, new MissingSourceTopicException("x")),
                arguments(FailureKind.OUTAGE, new KafkaException("delivery timed out")),
                arguments(FailureKind.BUG, new IllegalStateException("x")),
                arguments(FailureKind.BUG, new IllegalStateException("x", new TimeoutException("x"))),
                arguments(FailureKind.BUG, new NullPointerException("x")),
                arguments(FailureKind.BUG, new ConfigException("x")),
                arguments(FailureKind.BUG, new SerializationException("of our own output")),
                arguments(FailureKind.BUG, new RecordTooLargeException("x")),
                arguments(FailureKind.BUG, new SaslAuthenticationException("x")),
                arguments(FailureKind.BUG, new TopicAuthorizationException("x")),
                arguments(FailureKind.BUG, new OutOfMemoryError("x")));
    }
}
