package io.millrace.server.publish;

import io.millrace.events.topic.Topic;
import io.millrace.server.api.Content;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Shape;

/** Shapes of topics, of events that come in, and of what became of them. */
final class PublishShapes {

    static final Parameter IDEMPOTENCY_KEY = Parameter.header(
            "Idempotency-Key",
            Shape.text().upTo(255),
            "Published twice with the same key, an event is there once; a batch adds its numbers.");

    private PublishShapes() {}

    static Shape topic() {
        var access = Shape.oneOf(Topic.Access.values());
        return Shape.object()
                .member("name", Shape.text())
                .member("key", Shape.text().described("what the key of a record is"))
                .member("value", Shape.text().described("full name of the Avro type of the values"))
                .member("partitions", Shape.count())
                .member("cleanup", Shape.oneOf(Topic.Cleanup.values()))
                .member("retentionMs", Shape.count())
                .member("publish", access.described("who may publish"))
                .member("read", access.described("who may read"));
    }

    static Content body() {
        var batch = Shape.object().member("records", Shape.list(event()));
        return Content.json(Shape.either(event(), Shape.list(event()), batch));
    }

    private static Shape event() {
        return Shape.object()
                .member("key", Shape.text())
                .member(
                        "value",
                        Shape.any()
                                .described("as the type of the topic says; null deletes, where the topic is compacted"))
                .optional("headers", Shape.map(Shape.text()))
                .optional("idempotencyKey", Shape.text().upTo(255));
    }

    static Shape published() {
        return Shape.object()
                .member("topic", Shape.text())
                .member("partition", Shape.count())
                .member("offset", Shape.count())
                .member("position", Shape.text().described("for min-position of a read that has to see the event"))
                .member("repeated", Shape.flag().described("whether it had been published before"));
    }

    static Shape batch() {
        var outcome = published().member("status", Shape.integer());
        return Shape.object()
                .member("records", Shape.list(Shape.either(outcome, Shape.named("Problem"))))
                .member("published", Shape.count())
                .member("failed", Shape.count());
    }
}
