package io.millrace.server.publish;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event with its idempotency key on the way to the log, or the deletion of a key.
 *
 * @param key topic and idempotency key
 * @param digest of the event's key and value; empty for a deletion
 * @param event null for a deletion
 */
record KeyedEvent(
        String key, String digest, @Nullable ProducerRecord<String, byte[]> event, CompletableFuture<Published> done) {

    KeyedEvent(String key, String digest, ProducerRecord<String, byte[]> event) {
        this(key, digest, event, new CompletableFuture<>());
    }

    static KeyedEvent deletion(String key) {
        return new KeyedEvent(key, "", null, new CompletableFuture<>());
    }

    boolean isDeletion() {
        return event == null;
    }
}
