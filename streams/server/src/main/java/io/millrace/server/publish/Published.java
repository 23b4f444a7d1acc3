package io.millrace.server.publish;

/**
 * Where an event is.
 *
 * @param repeated whether it was there already, published with the same idempotency key
 */
public record Published(String topic, int partition, long offset, boolean repeated) {

    /** Names the position, for reads that must see this event: {@code topic/partition/offset}. */
    public String position() {
        return topic + "/" + partition + "/" + offset;
    }
}
