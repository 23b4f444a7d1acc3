package io.millrace.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FencingTest {

    static KafkaException[] fenced() {
        return new KafkaException[] {
            new ProducerFencedException("begun since"),
            new InvalidProducerEpochException("an old epoch"),
            new InvalidTxnStateException("of no transaction"),
            new KafkaException("the commit failed", new ProducerFencedException("begun since")),
            new KafkaException("Unhandled error in EndTxnResponse"),
        };
    }

    static KafkaException[] others() {
        return new KafkaException[] {
            new TimeoutException("too late"), new KafkaException("failed", new TimeoutException("late"))
        };
    }

    @ParameterizedTest
    @MethodSource("fenced")
    void shouldTellAWriterThatWasFenced(KafkaException failure) {
        assertThat(Fencing.isCauseOf(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("others")
    void shouldTellAWriterThatFailed(KafkaException failure) {
        assertThat(Fencing.isCauseOf(failure)).isFalse();
    }
}
