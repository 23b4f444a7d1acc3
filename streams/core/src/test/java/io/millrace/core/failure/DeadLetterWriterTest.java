package io.millrace.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.DeadLetter.Place;
import io.millrace.events.serde.UndecodableRecordException;
import io.millrace.events.serde.UndecodableRecordException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLetterWriterTest {

    private static final int MAX_BYTES = 4096;
    private static final byte[] KEY = "r1".getBytes(UTF_8);

    private final DeadLetterWriter writer = new DeadLetterWriter("millrace.test", MAX_BYTES);

    @Test
    void shouldSayWhereTheRecordWasAndWhyItFailed() {
        var letter = read(writer.write("millrace.test.dlq", failed(KEY, new byte[] {7}, List.of())));

        assertThat(letter.original()).isEqualTo(new Place("tokens.requests", 3, 42));
        assertThat(letter.error().application()).isEqualTo("millrace.test");
        assertThat(letter.error().reason()).isEqualTo("malformed");
        assertThat(letter.error().type()).isEqualTo(UndecodableRecordException.class.getName());
        assertThat(letter.error().message()).isEqualTo("cut short");
        assertThat(letter.at().toEpochMilli()).isEqualTo(123);
    }

    @Test
    void shouldKeepKeyValueAndHeaders() {
        var trace = header("traceparent", "00-abc");

        var letter = read(writer.write("millrace.test.dlq", failed(KEY, new byte[] {7}, List.of(trace))));

        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).containsExactly(7);
        assertThat(letter.headers())
                .singleElement()
                .satisfies(kept -> assertThat(kept.key()).isEqualTo("traceparent"));
        assertThat(letter.isCut()).isFalse();
    }

    @Test
    void shouldKeepAValueAtTheSizeLimitWhole() {
        var letter = read(writer.write("millrace.test.dlq", failed(KEY, new byte[MAX_BYTES], List.of())));

        assertThat(letter.value()).hasSize(MAX_BYTES);
        assertThat(letter.isCut()).isFalse();
    }

    @Test
    void shouldCutAValueOverTheSizeLimitToOneKiBWithItsDigest() {
        var value = new byte[MAX_BYTES + 1];
        Arrays.fill(value, (byte) 'a');

        var record = writer.write("millrace.test.dlq", failed(KEY, value, List.of()));

        assertThat(record.value()).hasSize(1024);
        assertThat(read(record).originalBytes()).contains(4097L);
        // printf 'a%.0s' {1..4097} | openssl dgst -sha256 -binary | base64
        assertThat(new String(
                        record.headers().lastHeader(DeadLetterHeaders.DIGEST).value(), UTF_8))
                .isEqualTo("sha-256=:TjabVhhkPDq93QJ7ZQv6VIEL47QYAop8nYIpmlnQCOg=:");
    }

    @Test
    void shouldCutHeadersThatNoTopicWouldTake() {
        var large = header("large", "x".repeat(40_000));

        var letter = read(writer.write("millrace.test.dlq", failed(KEY, new byte[] {7}, List.of(large))));

        assertThat(letter.isCut()).isTrue();
        assertThat(letter.headers()).isEmpty();
    }

    @Test
    void shouldDescribeARecordThatFailsAgainOnce() {
        var again = List.of(header(DeadLetterHeaders.OFFSET, "7"), header(DeadLetterHeaders.REPLAYED_FROM, "x/0/1"));

        var record = writer.write("millrace.test.dlq", failed(KEY, new byte[] {7}, again));

        assertThat(record.headers().headers(DeadLetterHeaders.OFFSET)).hasSize(1);
        assertThat(record.headers().lastHeader(DeadLetterHeaders.REPLAYED_FROM)).isNotNull();
    }

    private static FailedRecord failed(byte[] key, byte[] value, List<Header> headers) {
        return new FailedRecord(
                new Place("tokens.requests", 3, 42),
                123,
                key,
                value,
                headers,
                new UndecodableRecordException(Reason.MALFORMED, "cut short"));
    }

    private static Header header(String name, String value) {
        var record = new ProducerRecord<byte[], byte[]>("any", new byte[0]);
        record.headers().add(name, value.getBytes(UTF_8));
        return record.headers().lastHeader(name);
    }

    private static DeadLetter read(ProducerRecord<byte[], byte[]> record) {
        return DeadLetter.of(new ConsumerRecord<>(
                record.topic(),
                0,
                5,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty()));
    }
}
