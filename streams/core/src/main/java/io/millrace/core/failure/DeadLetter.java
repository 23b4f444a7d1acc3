package io.millrace.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that was set aside, as it is kept.
 *
 * @param place where the letter is
 * @param original where the record was; -1 for partition and offset of one that was never written
 * @param at event time of the record
 * @param error why it was set aside
 * @param key raw key, cut to one KiB
 * @param value raw value, or its first KiB when {@code originalBytes} says how large it was
 * @param originalBytes size of the value when it was cut
 * @param headers headers of the record itself, without the description of the failure
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes of Kafka; letters are told apart by their place
public record DeadLetter(
        Place place,
        Place original,
        Instant at,
        Failure error,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Optional<Long> originalBytes,
        List<Header> headers) {

    /** A place on the log. */
    public record Place(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return topic + "/" + partition + "/" + offset;
        }
    }

    /** Why a record was set aside. */
    public record Failure(String application, String reason, String type, String message) {}

    /** Whether the value was too large to be kept whole. Such a record cannot be published again from here. */
    public boolean isCut() {
        return originalBytes.isPresent();
    }

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        var headers = record.headers();
        return new DeadLetter(
                new Place(record.topic(), record.partition(), record.offset()),
                new Place(
                        text(headers, DeadLetterHeaders.TOPIC),
                        (int) number(headers, DeadLetterHeaders.PARTITION),
                        number(headers, DeadLetterHeaders.OFFSET)),
                Instant.ofEpochMilli(record.timestamp()),
                new Failure(
                        text(headers, DeadLetterHeaders.APPLICATION),
                        text(headers, DeadLetterHeaders.REASON),
                        text(headers, DeadLetterHeaders.CLASS),
                        text(headers, DeadLetterHeaders.MESSAGE)),
                record.key(),
                record.value(),
                headers.lastHeader(DeadLetterHeaders.ORIGINAL_BYTES) == null
                        ? Optional.empty()
                        : Optional.of(number(headers, DeadLetterHeaders.ORIGINAL_BYTES)),
                own(headers));
    }

    private static List<Header> own(Headers headers) {
        var own = new ArrayList<Header>();
        for (var header : headers) {
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX)) {
                own.add(header);
            }
        }
        return List.copyOf(own);
    }

    private static String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    private static long number(Headers headers, String name) {
        var text = text(headers, name);
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : -1;
    }
}
