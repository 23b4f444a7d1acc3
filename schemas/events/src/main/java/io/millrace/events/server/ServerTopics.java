package io.millrace.events.server;

import io.millrace.events.avro.server.PublishedKey;
import io.millrace.events.topic.Topic;
import io.millrace.events.topic.Topic.Cleanup;
import io.millrace.events.topic.Topic.Rules;
import java.time.Duration;
import java.util.List;

/** Topics of the HTTP server itself. */
public final class ServerTopics {

    /** Idempotency keys of published events, written in one transaction with the event. A null deletes. */
    public static final Topic<PublishedKey> IDEMPOTENCY = new Topic<>(
            "server.idempotency",
            PublishedKey.class,
            "topic/idempotency key: one entry for each event published with a key",
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            Rules.INTERNAL);

    public static final List<Topic<?>> ALL = List.of(IDEMPOTENCY);

    private ServerTopics() {}
}
