package io.millrace.server.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.tokens.Paths;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Trace;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import io.millrace.queries.json.AvroJson;
import io.millrace.queries.json.JsonMismatchException;
import io.millrace.server.api.Content;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Shape;
import io.millrace.server.http.AsyncResponse;
import io.millrace.server.http.Json;
import io.millrace.server.http.Parameters;
import io.millrace.server.pipeline.PipelineDirectory;
import io.millrace.server.publish.KafkaProblems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Requests to pipelines: ask, look, cancel. */
public final class RequestRoutes {

    private static final String BASE = "/api/v1/tokens/requests";
    private static final int CURRENT = 0;
    private static final Duration PUBLISH = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final List<String> FIELDS = List.of("input", "parameters", "messages", "deadlineMs", "version");

    private static final Problem[] WAITS = {
        Problem.NOT_READY, Problem.STORE_MOVING, Problem.PEER_UNREACHABLE, Problem.KAFKA_UNAVAILABLE, Problem.TIMEOUT
    };

    private final AskingParts parts;
    private final PipelineDirectory pipelines;
    private final RequestView view;
    private final RequestEvents events;

    public RequestRoutes(AskingParts parts, PipelineDirectory pipelines, RequestView view, RequestEvents events) {
        this.parts = parts;
        this.pipelines = pipelines;
        this.view = view;
        this.events = events;
    }

    public List<Operation> operations() {
        var id = Parameter.path("id", Shape.text(), "Id of the request.", "");
        return List.of(
                Operation.post("/api/v1/tokens/pipelines/{name}/requests")
                        .as(Group.REQUESTS, "ask", "Asks a pipeline")
                        .by(Permission.PUBLISHER)
                        .taking(
                                Parameter.path("name", Shape.text(), "Name of the pipeline.", "echo"),
                                Parameter.query("wait", Shape.oneOf("true", "false"), "Answers with the result."),
                                RequestShapes.TENANT)
                        .body(RequestShapes.question())
                        .answering(200, "The result, with wait=true", Content.json(RequestShapes.request()))
                        .answering(202, "Accepted", Content.json(RequestShapes.accepted()))
                        .failing(
                                Problem.UNKNOWN_PIPELINE,
                                Problem.INVALID_BODY,
                                Problem.BODY_TOO_LARGE,
                                Problem.UNSUPPORTED_MEDIA_TYPE,
                                Problem.PIPELINE_REFUSED,
                                Problem.PIPELINE_FAILED,
                                Problem.DOCUMENT_UNREADABLE,
                                Problem.TOO_MANY_REQUESTS)
                        .failing(WAITS)
                        .handledBy(this::ask),
                Operation.get(BASE + "/{id}")
                        .as(Group.REQUESTS, "getRequest", "Where a request stands, with the tree of its items")
                        .by(Permission.VIEWER)
                        .taking(id)
                        .answering(200, "The request", Content.json(RequestShapes.request()))
                        .failing(Problem.UNKNOWN_REQUEST)
                        .failing(WAITS)
                        .handledBy(context -> Json.answer(context, 200, view.show(context.pathParam("id")))),
                Operation.get(BASE + "/{id}/events")
                        .as(Group.REQUESTS, "tailRequest", "What happens in a request, until its result")
                        .by(Permission.VIEWER)
                        .taking(
                                id,
                                Parameter.header(
                                        "Last-Event-ID",
                                        Shape.text(),
                                        "Goes on after that event, as browsers do by themselves."))
                        .answering(200, "Server-sent events: elements and the result, each a record", Content.events())
                        .failing(Problem.UNKNOWN_REQUEST, Problem.TOO_MANY_REQUESTS)
                        .failing(WAITS)
                        .handledBy(events::stream),
                Operation.delete(BASE + "/{id}")
                        .as(Group.REQUESTS, "cancelRequest", "Cancels a request, or what descends from an item of it")
                        .by(Permission.PUBLISHER)
                        .taking(id, Parameter.query("path", Shape.text(), "Path of an item; all where it is missing."))
                        .answering(200, "It had ended", Content.json(RequestShapes.status()))
                        .answering(202, "It is being cancelled", Content.json(RequestShapes.status()))
                        .failing(Problem.UNKNOWN_REQUEST)
                        .failing(WAITS)
                        .handledBy(this::cancel));
    }

    private void ask(Context context) {
        boolean wait = Parameters.flag(context, "wait");
        var request = request(context);
        if (!wait) {
            // Nobody waits for replies: they need not come here.
            var quiet = Request.newBuilder(request).setReplyTo(-1).build();
            KafkaProblems.get(parts.asking().ask(quiet, trace(context), reply -> {}), PUBLISH.toMillis());
            parts.asking().forget(request.getRequestId());
            context.header("Location", BASE + "/" + request.getRequestId());
            Json.answer(context, 202, accepted(request));
            return;
        }
        if (!parts.responses().hasRoom()) {
            throw Problem.TOO_MANY_REQUESTS.because("too many answers are waited for; try again shortly");
        }
        context.header("X-Request-Id", request.getRequestId());
        waitFor(request, context);
    }

    private void waitFor(Request request, Context context) {
        var path = context.path();
        var trace = trace(context);
        var response = AsyncResponse.takeOver(context, parts.bufferBytes());
        var waiting = new WaitingRequest(response, path);
        parts.responses().add(response, () -> {}, why -> waiting.fail(Problem.STOPPING.because(why)));
        long millis = request.getDeadline() - parts.deadlines().clock().millis() + GRACE.toMillis();
        var timeout = parts.timer()
                .schedule(
                        () -> waiting.fail(Problem.TIMEOUT.because("no result came within the deadline")),
                        millis,
                        TimeUnit.MILLISECONDS);
        response.whenOver(() -> {
            timeout.cancel(false);
            parts.asking().forget(request.getRequestId());
            if (!waiting.isAnswered()) {
                var unused = parts.asking()
                        .cancel(request.getRequestId(), List.of(), "nobody waits for the answer any more");
            }
        });
        var listener = parts.contents().before(waiting::take, waiting::fail);
        var unused = parts.asking().ask(request, trace, listener).whenComplete((published, failure) -> {
            if (failure != null) {
                waiting.fail(KafkaProblems.of(failure));
            }
        });
    }

    private static Trace trace(Context context) {
        return new Trace(context.header(Trace.HEADER));
    }

    private Request request(Context context) {
        var name = context.pathParam("name");
        var current = pipelines
                .find(name)
                .orElseThrow(() -> Problem.UNKNOWN_PIPELINE.because(
                        "no pipeline is called '" + name + "'; GET /api/v1/tokens/pipelines lists them"));
        var body = Json.body(context);
        checkFields(body);
        var id = parts.asking().newRequestId();
        var deadline = body.hasNonNull("deadlineMs") ? body.get("deadlineMs").asText() : null;
        var base = parts.asking()
                .begin(id, name)
                .setTenant(Tenant.of(context))
                .setInput(body.get("input").textValue())
                .setDeadline(parts.deadlines().deadline(deadline))
                .build();
        var request = withOptions(base, body);
        parts.overload().check(plan(current, request.getVersion()), request.getDeadline());
        return request;
    }

    private static void checkFields(JsonNode body) {
        if (!body.isObject()) {
            throw invalid("body", "the body must be a JSON object with an input");
        }
        var faults = new ArrayList<Fault>();
        body.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                var known = String.join(", ", FIELDS);
                faults.add(new Fault(field, field + " is not a field of a request; these are " + known));
            }
        });
        if (body.path("input").asText("").isBlank() || !body.get("input").isTextual()) {
            faults.add(new Fault("input", "the input is empty; ask something"));
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.INVALID_REQUEST, faults.get(0).message(), List.copyOf(faults));
        }
    }

    /** A version that there is not would wait for its plan and fail: better to say so at once. */
    private Plan plan(Plan current, int version) {
        if (version == CURRENT) {
            return current;
        }
        var name = current.getPipeline();
        return pipelines
                .find(name, version)
                .orElseThrow(
                        () -> Problem.UNKNOWN_PIPELINE.because("pipeline '" + name + "' has no version " + version));
    }

    /** Parameters and earlier messages are checked against the schema of a request. */
    private static Request withOptions(Request base, JsonNode body) {
        var json = (ObjectNode) AvroJson.toJson(base);
        for (var field : List.of("parameters", "messages", "version")) {
            if (body.hasNonNull(field)) {
                json.set(field, body.get(field));
            }
        }
        try {
            return AvroJson.fromJson(json, Request.class);
        } catch (JsonMismatchException e) {
            var faults = e.mismatches().stream()
                    .map(mismatch -> new Fault(mismatch.path(), mismatch.message()))
                    .toList();
            throw new ProblemException(Problem.INVALID_REQUEST, String.valueOf(e.getMessage()), faults);
        }
    }

    private void cancel(Context context) {
        var id = context.pathParam("id");
        var path = path(context);
        var ended = view.ended(id);
        if (ended.isPresent()) {
            Json.answer(
                    context,
                    200,
                    Json.object().put("requestId", id).put("status", ended.get().name()));
            return;
        }
        KafkaProblems.get(parts.asking().cancel(id, path, "cancelled by the caller"), PUBLISH.toMillis());
        context.header("Location", BASE + "/" + id);
        Json.answer(context, 202, Json.object().put("requestId", id).put("status", "CANCELLING"));
    }

    /** What is cancelled: all of the request, or what descends from an item of it, as its tree names that. */
    private static List<Level> path(Context context) {
        var path = Objects.requireNonNullElse(context.queryParam("path"), "/");
        try {
            return Paths.parse(path);
        } catch (IllegalArgumentException e) {
            throw invalid("path", String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode accepted(Request request) {
        var json = Json.object()
                .put("requestId", request.getRequestId())
                .put("status", "ACCEPTED")
                .put("pipeline", request.getPipeline())
                .put("deadline", request.getDeadline());
        var self = BASE + "/" + request.getRequestId();
        json.putObject("links")
                .put("self", self)
                .put("events", self + "/events")
                .put("cancel", self)
                .put(
                        "result",
                        "/api/v1/topics/" + TokensTopics.RESULTS.name() + "/tail?from=earliest&key="
                                + request.getRequestId());
        return json;
    }

    private static ProblemException invalid(String place, String message) {
        return new ProblemException(Problem.INVALID_REQUEST, message, List.of(new Fault(place, message)));
    }
}
