package io.millrace.server.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.topic.Trace;
import io.millrace.queries.Problem;
import io.millrace.server.api.Content;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Shape;
import io.millrace.server.http.AsyncResponse;
import io.millrace.server.http.Failures;
import io.millrace.server.http.Json;
import io.millrace.server.pipeline.PipelineDirectory;
import io.millrace.server.request.AskingParts;
import io.millrace.server.request.RequestShapes;
import io.millrace.server.request.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The OpenAI-compatible front door: each pipeline is a model. */
public final class ChatRoutes {

    /** Beyond a request's deadline: time for its result to come back. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Problem[] READS = {Problem.NOT_READY, Problem.STORE_MOVING};

    private final AskingParts parts;
    private final PipelineDirectory pipelines;

    public ChatRoutes(AskingParts parts, PipelineDirectory pipelines) {
        this.parts = parts;
        this.pipelines = pipelines;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.post("/v1/chat/completions")
                        .as(Group.OPENAI, "createChatCompletion", "Asks a pipeline as OpenAI's API does")
                        .by(Permission.PUBLISHER)
                        .taking(
                                RequestShapes.TENANT,
                                Parameter.header(
                                        "X-Millrace-Deadline-Ms", Shape.count(), "Time that the answer may take."))
                        .body(ChatShapes.question())
                        .answering(200, "The answer", Content.json(ChatShapes.completion()), Content.events())
                        .failing(
                                Problem.UNKNOWN_PIPELINE,
                                Problem.INVALID_BODY,
                                Problem.BODY_TOO_LARGE,
                                Problem.UNSUPPORTED_MEDIA_TYPE,
                                Problem.PIPELINE_REFUSED,
                                Problem.PIPELINE_FAILED,
                                Problem.DOCUMENT_UNREADABLE,
                                Problem.TOO_MANY_REQUESTS,
                                Problem.KAFKA_UNAVAILABLE,
                                Problem.TIMEOUT)
                        .failing(READS)
                        .handledBy(this::complete),
                Operation.get("/v1/models")
                        .as(Group.OPENAI, "listModels", "Which pipelines there are, as models")
                        .by(Permission.VIEWER)
                        .answering(200, "The models", Content.json(ChatShapes.models()))
                        .failing(READS)
                        .handledBy(this::models),
                Operation.get("/v1/models/{model}")
                        .as(Group.OPENAI, "getModel", "A pipeline as a model")
                        .by(Permission.VIEWER)
                        .taking(Parameter.path("model", Shape.text(), "Name of the pipeline.", "echo"))
                        .answering(200, "The model", Content.json(ChatShapes.model()))
                        .failing(Problem.UNKNOWN_PIPELINE)
                        .failing(READS)
                        .handledBy(this::model));
    }

    private void complete(Context context) {
        var chat = ChatRequest.parse(Json.body(context));
        var plan = require(chat.pipeline());
        if (!parts.responses().hasRoom()) {
            throw Problem.TOO_MANY_REQUESTS.because("too many answers are being written; try again shortly");
        }
        var requestId = parts.asking().newRequestId();
        var deadlineHeader = context.header("X-Millrace-Deadline-Ms");
        long deadline = parts.deadlines().deadline(deadlineHeader == null ? chat.deadlineMillis() : deadlineHeader);
        parts.overload().check(plan, deadline);
        var request = parts.asking()
                .begin(requestId, chat.pipeline())
                .setTenant(Tenant.of(context))
                .setInput(chat.input())
                .setMessages(chat.earlier())
                .setParameters(chat.parameters())
                .setDeadline(deadline)
                .build();
        context.header("X-Request-Id", requestId);
        var completion = new Completion(
                requestId.replace("req-", "chatcmpl-"),
                request.getAt() / 1000,
                chat.pipeline(),
                chat.stream() && chat.includeUsage());
        var trace = new Trace(context.header(Trace.HEADER));
        var response = AsyncResponse.takeOver(context, parts.bufferBytes());
        var exchange = new ChatExchange(response, completion, chat.stream());
        watch(requestId, exchange, response, deadline);
        Consumer<Reply> listener =
                chat.stream() ? exchange::take : parts.contents().before(exchange::take, exchange::fail);
        var unused = parts.asking().ask(request, trace, listener).whenComplete((published, failure) -> {
            if (failure != null) {
                exchange.fail(Failures.asProblem(failure, "/v1/chat/completions"));
            }
        });
    }

    /** Ends the exchange when time is up, and its request when the client goes away. */
    private void watch(String requestId, ChatExchange exchange, AsyncResponse response, long deadline) {
        parts.responses().add(response, exchange::heartbeat, why -> exchange.fail(Problem.STOPPING.because(why)));
        long millis = deadline - parts.deadlines().clock().millis() + GRACE.toMillis();
        var timeout = parts.timer()
                .schedule(
                        () -> exchange.fail(Problem.TIMEOUT.because("no result came within the deadline")),
                        millis,
                        TimeUnit.MILLISECONDS);
        response.whenOver(() -> {
            timeout.cancel(false);
            parts.asking().forget(requestId);
            if (!exchange.isAnswered()) {
                var unused = parts.asking().cancel(requestId, List.of(), "nobody waits for the answer any more");
            }
        });
    }

    private Plan require(String name) {
        return pipelines
                .find(name)
                .orElseThrow(() -> Problem.UNKNOWN_PIPELINE.because(
                        "no pipeline is called '" + name + "'; GET /v1/models lists them"));
    }

    private void models(Context context) {
        var json = Json.object().put("object", "list");
        var data = json.putArray("data");
        pipelines.current().forEach(plan -> data.add(modelJson(plan)));
        Json.answer(context, 200, json);
    }

    private void model(Context context) {
        var name = context.pathParam("model");
        Json.answer(context, 200, modelJson(require(name)));
    }

    private static ObjectNode modelJson(Plan plan) {
        return Json.object()
                .put("id", plan.getPipeline())
                .put("object", "model")
                .put("created", plan.getAt() / 1000)
                .put("owned_by", "millrace");
    }
}
