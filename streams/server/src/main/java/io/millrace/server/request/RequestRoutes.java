package io.millrace.server.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
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
import io.millrace.server.http.AsyncResponse;
import io.millrace.server.http.GetRoute;
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

    public void install(RoutesConfig routes) {
        routes.post("/api/v1/tokens/pipelines/{name}/requests", this::ask);
        GetRoute.add(routes, BASE + "/{id}", context -> Json.answer(context, 200, view.show(context.pathParam("id"))));
        GetRoute.add(routes, BASE + "/{id}/events", events::stream);
        routes.delete(BASE + "/{id}", this::cancel);
    }

    private void ask(Context context) {
        Parameters.only(context, "wait");
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
