package io.millrace.core.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.events.serde.UndecodableRecordException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Makes dead letters. A function of the failed record: the same one gives the same letter. */
public final class DeadLetterWriter {

    private static final int KEPT_BYTES = 1024;
    private static final int KEPT_CHARACTERS = 1000;

    /** Up to this, all headers together, or a key, are kept whole: room that every topic leaves beside the value. */
    private static final int KEPT_WHOLE_BYTES = 16 * 1024;

    private final String application;
    private final int maxBytes;

    /** @param maxBytes values over this are cut to one KiB */
    public DeadLetterWriter(String application, int maxBytes) {
        this.application = application;
        this.maxBytes = maxBytes;
    }

    /** The record for {@code destination}: key, value and headers are the original ones unless they are too large. */
    public ProducerRecord<byte[], byte[]> write(String destination, FailedRecord failed) {
        var cut = isTooLarge(failed);
        var letter = new ProducerRecord<>(
                destination,
                null,
                failed.timestamp() < 0 ? null : failed.timestamp(),
                cut ? cut(failed.key()) : failed.key(),
                cut ? cut(failed.value()) : failed.value());
        copy(failed.headers(), letter.headers());
        describe(failed, letter.headers());
        if (cut) {
            var value = failed.value() == null ? new byte[0] : failed.value();
            text(letter.headers(), DeadLetterHeaders.ORIGINAL_BYTES, Integer.toString(value.length));
            text(letter.headers(), DeadLetterHeaders.DIGEST, digest(value));
        }
        return letter;
    }

    private boolean isTooLarge(FailedRecord failed) {
        var headerBytes = 0;
        for (var header : failed.headers()) {
            headerBytes += bytes(header);
        }
        return (failed.value() != null && failed.value().length > maxBytes)
                || (failed.key() != null && failed.key().length > KEPT_WHOLE_BYTES)
                || headerBytes > KEPT_WHOLE_BYTES;
    }

    static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UndecodableRecordException undecodable) {
                return undecodable.reason().name().toLowerCase(Locale.ROOT);
            }
            if (cause instanceof InvalidEventException invalid) {
                return invalid.reason();
            }
        }
        return "error";
    }

    private void describe(FailedRecord failed, Headers headers) {
        text(headers, DeadLetterHeaders.APPLICATION, application);
        text(headers, DeadLetterHeaders.TOPIC, failed.place().topic());
        text(
                headers,
                DeadLetterHeaders.PARTITION,
                Integer.toString(failed.place().partition()));
        text(headers, DeadLetterHeaders.OFFSET, Long.toString(failed.place().offset()));
        if (failed.key() != null) {
            headers.add(DeadLetterHeaders.KEY, cut(failed.key()));
        }
        text(headers, DeadLetterHeaders.REASON, reason(failed.failure()));
        text(headers, DeadLetterHeaders.CLASS, failed.failure().getClass().getName());
        text(headers, DeadLetterHeaders.MESSAGE, message(failed.failure()));
    }

    /** Earlier descriptions are left out, so that a record that fails again after a replay is described once. */
    private static void copy(Iterable<Header> from, Headers to) {
        var room = KEPT_WHOLE_BYTES;
        for (var header : from) {
            var size = bytes(header);
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX) && size <= room) {
                to.add(header);
                room -= size;
            }
        }
    }

    private static String message(Throwable failure) {
        var message = String.valueOf(failure.getMessage());
        if (failure.getCause() != null && failure.getCause().getMessage() != null) {
            message += ": " + failure.getCause().getMessage();
        }
        return message.length() <= KEPT_CHARACTERS ? message : message.substring(0, KEPT_CHARACTERS);
    }

    private static int bytes(Header header) {
        return header.key().length() + (header.value() == null ? 0 : header.value().length);
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes) {
        return bytes == null || bytes.length <= KEPT_BYTES ? bytes : Arrays.copyOf(bytes, KEPT_BYTES);
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
