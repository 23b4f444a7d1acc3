package io.millrace.core.failure;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, and what it failed with.
 *
 * @param timestamp event time in epoch milliseconds, or negative when unknown
 */
public record FailedRecord(
        Place place,
        long timestamp,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        Throwable failure) {

    /** Where the record was read; for a record that was to be written, the topic it was meant for and -1 for the rest. */
    public record Place(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return topic + "/" + partition + "/" + offset;
        }
    }
}
