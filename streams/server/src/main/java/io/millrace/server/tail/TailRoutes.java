package io.millrace.server.tail;

import io.javalin.http.Context;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.server.api.Content;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Permission.Rule;
import io.millrace.server.api.Shape;
import io.millrace.server.http.AsyncResponse;
import io.millrace.server.http.EventStream;
import io.millrace.server.http.GetRoute;
import io.millrace.server.http.OpenResponses;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Live tails of topics as server-sent events, read committed, under the read rules of the catalogue. */
public final class TailRoutes {

    /** Tells what a tail shows: records of transactions only once these are committed. */
    private static final Map<String, String> HEADERS = Map.of("X-Millrace-Isolation", "committed");

    private final Catalogue catalogue;
    private final Tails tails;
    private final OpenResponses responses;
    private final int bufferBytes;

    /** @param bufferBytes most bytes that wait for one slow client */
    public TailRoutes(Catalogue catalogue, Tails tails, OpenResponses responses, int bufferBytes) {
        this.catalogue = catalogue;
        this.tails = tails;
        this.responses = responses;
        this.bufferBytes = bufferBytes;
    }

    public List<Operation> operations() {
        return List.of(Operation.get("/api/v1/topics/{topic}/tail")
                .as(Group.TOPICS, "tail", "Records of a topic as they come, committed ones only")
                .by(Permission.catalogue("whom the topic lets read", this::mayRead))
                .taking(
                        Parameter.path("topic", Shape.text(), "Name of the topic.", "tokens.requests"),
                        Parameter.query(
                                "from",
                                Shape.oneOf("earliest", "latest").otherwise("latest"),
                                "Where the tail begins."),
                        Parameter.query("key", Shape.text(), "Only records with this key."),
                        Parameter.header(
                                "Last-Event-ID",
                                Shape.text(),
                                "Goes on after that event, as browsers do by themselves."))
                .answering(
                        200,
                        "Server-sent events: each record with its topic, partition, offset, timestamp, key, value and"
                                + " headers; a comment as heartbeat",
                        Content.events())
                .failing(Problem.UNKNOWN_TOPIC, Problem.TOO_MANY_REQUESTS)
                .handledBy(this::tail));
    }

    private Optional<Rule> mayRead(Context context) {
        return catalogue
                .find(context.pathParam("topic"))
                .map(topic -> new Rule(topic.rules().read(), "topic " + topic.name() + " is not read over REST"));
    }

    private void tail(Context context) {
        var topic = find(context.pathParam("topic"));
        var start = start(context, topic);
        var key = context.queryParam("key");
        Predicate<TailRecord> wanted = key == null ? event -> true : event -> key.equals(event.key());
        if (GetRoute.isHead(context)) {
            announce(context);
            return;
        }
        var client = open(context, responses, bufferBytes, wanted);
        try {
            tails.follow(topic.name(), start, client);
        } catch (ProblemException e) {
            client.drop(e.problem().code(), e.detail());
        }
    }

    /** What {@link #open} begins with, and no more. */
    public static void announce(Context context) {
        EventStream.announce(context, HEADERS);
    }

    /**
     * Opens a stream of records to the client.
     *
     * @throws ProblemException TOO_MANY_REQUESTS
     */
    public static TailClient open(
            Context context, OpenResponses responses, int bufferBytes, Predicate<TailRecord> wanted) {
        if (!responses.hasRoom()) {
            throw Problem.TOO_MANY_REQUESTS.because("too many streams are open; try again shortly");
        }
        var events = new EventStream(AsyncResponse.takeOver(context, bufferBytes), HEADERS);
        var client = new TailClient(events, wanted);
        responses.add(events.response(), () -> events.comment("heartbeat"), why -> client.drop("stopping", why));
        // Tells the client, and whatever is between, that the stream is open.
        events.comment("open");
        return client;
    }

    private Topic<?> find(String name) {
        return catalogue
                .find(name)
                .orElseThrow(() -> Problem.UNKNOWN_TOPIC.because(
                        "no topic is called '" + name + "'; GET /api/v1/topics lists them"));
    }

    private static TailStart start(Context context, Topic<?> topic) {
        var last = context.header("Last-Event-ID");
        if (last != null && !last.isBlank()) {
            return TailStart.after(last, topic.name());
        }
        var from = Objects.requireNonNullElse(context.queryParam("from"), "latest");
        return switch (from) {
            case "latest" -> new TailStart.Latest();
            case "earliest" -> new TailStart.Earliest();
            default -> throw Problem.INVALID_PARAMETER.because("from must be earliest or latest, was '" + from + "'");
        };
    }
}
