package io.millrace.server.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.events.topic.Trace;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import io.millrace.server.ServerSettings;
import io.millrace.server.api.Content;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Permission.Rule;
import io.millrace.server.api.Shape;
import io.millrace.server.http.Json;
import io.millrace.server.http.ProblemJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Publishing of events under the rules of the catalogue. Blocks its thread until the broker has the events. */
public final class PublishRoutes {

    private static final Parameter TOPIC =
            Parameter.path("topic", Shape.text(), "Name of the topic.", "tokens.requests");

    private final Catalogue catalogue;
    private final EventEncoder encoder;
    private final EventWriter writer;
    private final OnceWriter onceWriter;
    private final long timeoutMillis;
    private final int mostRecords;
    private final Semaphore room;

    public PublishRoutes(
            Catalogue catalogue,
            EventEncoder encoder,
            EventWriter writer,
            OnceWriter onceWriter,
            ServerSettings settings) {
        this.catalogue = catalogue;
        this.encoder = encoder;
        this.writer = writer;
        this.onceWriter = onceWriter;
        this.timeoutMillis = settings.publishTimeout().toMillis();
        this.mostRecords = settings.batchRecords();
        // Half of the threads stay free for whatever does not wait for the broker.
        this.room = new Semaphore(settings.threads() / 2);
    }

    public List<Operation> operations() {
        return List.of(
                Operation.get("/api/v1/topics")
                        .as(Group.TOPICS, "listTopics", "Which topics there are")
                        .by(Permission.VIEWER)
                        .answering(
                                200,
                                "The topics",
                                Content.json(Shape.object().member("topics", Shape.list(PublishShapes.topic()))))
                        .handledBy(this::list),
                Operation.get("/api/v1/topics/{topic}")
                        .as(Group.TOPICS, "getTopic", "What a topic is")
                        .by(Permission.VIEWER)
                        .taking(TOPIC)
                        .answering(200, "The topic", Content.json(PublishShapes.topic()))
                        .failing(Problem.UNKNOWN_TOPIC)
                        .handledBy(context -> Json.answer(context, 200, describe(find(context)))),
                Operation.post("/api/v1/topics/{topic}")
                        .as(Group.TOPICS, "publish", "Publishes an event, or a batch of them")
                        .by(Permission.catalogue("whom the topic lets publish", this::mayPublish))
                        .taking(TOPIC, PublishShapes.IDEMPOTENCY_KEY)
                        .body(PublishShapes.body())
                        .answering(200, "Published before, with the same key", Content.json(PublishShapes.published()))
                        .answering(
                                201,
                                "Published",
                                Content.json(Shape.either(PublishShapes.published(), PublishShapes.batch())))
                        .answering(207, "Some of the batch are published", Content.json(PublishShapes.batch()))
                        .failing(
                                Problem.UNKNOWN_TOPIC,
                                Problem.INVALID_BODY,
                                Problem.INVALID_EVENT,
                                Problem.BODY_TOO_LARGE,
                                Problem.UNSUPPORTED_MEDIA_TYPE,
                                Problem.IDEMPOTENCY_KEY_REUSED,
                                Problem.TOO_MANY_REQUESTS,
                                Problem.NOT_READY,
                                Problem.STORE_MOVING,
                                Problem.KAFKA_UNAVAILABLE,
                                Problem.TIMEOUT)
                        .handledBy(this::publish));
    }

    private Optional<Rule> mayPublish(Context context) {
        return catalogue
                .find(context.pathParam("topic"))
                .map(topic -> new Rule(
                        topic.rules().publish(),
                        "topic " + topic.name()
                                + " is not published over REST: the platform writes it, from other topics or through"
                                + " endpoints of its own"));
    }

    private void list(Context context) {
        var json = Json.object();
        var topics = json.putArray("topics");
        catalogue.topics().forEach(topic -> topics.add(describe(topic)));
        Json.answer(context, 200, json);
    }

    private void publish(Context context) {
        var topic = find(context);
        var body = Json.body(context);
        if (!room.tryAcquire()) {
            throw Problem.TOO_MANY_REQUESTS.because("too many events are being published; try again shortly");
        }
        try {
            var records = body.isArray() ? body : body.path("records");
            if (records.isArray()) {
                batch(context, topic, records);
            } else {
                var header = context.header("Idempotency-Key");
                var published = KafkaProblems.get(send(context, topic, body, "", header), timeoutMillis);
                Json.answer(context, published.repeated() ? 200 : 201, json(published));
            }
        } finally {
            room.release();
        }
    }

    /** Each record is taken or refused on its own; the answer tells the outcome of each in their order. */
    private void batch(Context context, Topic<?> topic, JsonNode records) {
        if (records.isEmpty() || records.size() > mostRecords) {
            throw Problem.INVALID_PARAMETER.because(
                    "a batch has 1 to " + mostRecords + " records, this one has " + records.size());
        }
        var header = context.header("Idempotency-Key");
        var batch = new Batch(
                i -> send(
                        context,
                        topic,
                        records.get(i),
                        "records[" + i + "].",
                        header == null ? null : header + "/" + i),
                Duration.ofMillis(timeoutMillis),
                System::nanoTime);
        var sent = batch.publish(records.size());
        var json = Json.object();
        var outcomes = json.putArray("records");
        int published = 0;
        for (var one : sent) {
            try {
                outcomes.add(json(KafkaProblems.get(one, 0)).put("status", 201));
                published++;
            } catch (ProblemException e) {
                outcomes.add(ProblemJson.of(e, context.path()));
            }
        }
        json.put("published", published).put("failed", sent.size() - published);
        Json.answer(context, published == sent.size() ? 201 : 207, json);
    }

    /** @param place of the record in the body, for errors */
    private CompletableFuture<Published> send(
            Context context, Topic<?> topic, JsonNode json, String place, @Nullable String fallbackKey) {
        var incoming = IncomingRecord.parse(json, place);
        var event = encoder.fromJson(topic, incoming.key(), incoming.value());
        incoming.headers().forEach((name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        if (event.headers().lastHeader(Trace.HEADER) == null) {
            new Trace(context.header(Trace.HEADER)).addTo(event.headers());
        }
        var key = incoming.idempotencyKey() == null ? fallbackKey : incoming.idempotencyKey();
        if (key == null) {
            return writer.write(event);
        }
        if (key.isBlank() || key.length() > 255) {
            throw new ProblemException(
                    Problem.INVALID_PARAMETER,
                    "an idempotency key has 1 to 255 characters",
                    List.of(new Fault(place + "idempotencyKey", "1 to 255 characters")));
        }
        return onceWriter.write(key, event);
    }

    private Topic<?> find(Context context) {
        var name = context.pathParam("topic");
        return catalogue
                .find(name)
                .orElseThrow(() -> Problem.UNKNOWN_TOPIC.because(
                        "no topic is called '" + name + "'; GET /api/v1/topics lists them"));
    }

    private static ObjectNode json(Published published) {
        return Json.object()
                .put("topic", published.topic())
                .put("partition", published.partition())
                .put("offset", published.offset())
                .put("position", published.position())
                .put("repeated", published.repeated());
    }

    private static ObjectNode describe(Topic<?> topic) {
        return Json.object()
                .put("name", topic.name())
                .put("key", topic.key())
                .put("value", SpecificData.get().getSchema(topic.type()).getFullName())
                .put("partitions", topic.partitions())
                .put("cleanup", topic.cleanup().name().toLowerCase(Locale.ROOT))
                .put("retentionMs", topic.retention().toMillis())
                .put("publish", topic.rules().publish().name().toLowerCase(Locale.ROOT))
                .put("read", topic.rules().read().name().toLowerCase(Locale.ROOT));
    }
}
