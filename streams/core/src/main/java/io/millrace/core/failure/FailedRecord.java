package io.millrace.core.failure;

import io.millrace.core.failure.DeadLetter.Place;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, and what it failed with.
 *
 * @param place where it was read; for one that was to be written, the topic it was meant for and -1 for the rest
 * @param timestamp event time in epoch milliseconds, or negative when unknown
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes of Kafka; never compared
public record FailedRecord(
        Place place,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Iterable<Header> headers,
        Throwable failure) {}
