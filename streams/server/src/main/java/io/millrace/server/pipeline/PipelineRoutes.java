package io.millrace.server.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import io.millrace.server.api.Content;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Shape;
import io.millrace.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Pipelines: which there are, one with its versions, publishing a new version, deletion. */
public final class PipelineRoutes {

    private static final String BASE = "/api/v1/tokens/pipelines";

    private static final Problem[] READS = {Problem.NOT_READY, Problem.STORE_MOVING};
    private static final Problem[] WRITES = {
        Problem.INVALID_PLAN,
        Problem.BODY_TOO_LARGE,
        Problem.UNSUPPORTED_MEDIA_TYPE,
        Problem.KAFKA_UNAVAILABLE,
        Problem.TIMEOUT
    };

    private final PipelineDirectory directory;
    private final PipelinePublisher publisher;
    private final PlanCheck check;

    public PipelineRoutes(PipelineDirectory directory, PipelinePublisher publisher, PlanCheck check) {
        this.directory = directory;
        this.publisher = publisher;
        this.check = check;
    }

    public List<Operation> operations() {
        var name = Parameter.path("name", Shape.text(), "Name of the pipeline.", "echo");
        var whole = Content.json(PipelineShapes.whole());
        return List.of(
                Operation.get(BASE)
                        .as(Group.PIPELINES, "listPipelines", "Which pipelines there are")
                        .by(Permission.VIEWER)
                        .answering(
                                200,
                                "The current version of each",
                                Content.json(Shape.object().member("pipelines", Shape.list(PipelineShapes.summary()))))
                        .failing(READS)
                        .handledBy(this::list),
                Operation.post(BASE)
                        .as(
                                Group.PIPELINES,
                                "createPipeline",
                                "Publishes a version of the pipeline that the body names")
                        .by(Permission.PUBLISHER)
                        .body(PipelineShapes.DEFINITIONS)
                        .answering(200, "It was the current version already", whole)
                        .answering(201, "A new version", whole)
                        .failing(READS)
                        .failing(WRITES)
                        .handledBy(context -> publish(context, Optional.empty())),
                Operation.get(BASE + "/{name}")
                        .as(Group.PIPELINES, "getPipeline", "A pipeline with its definition")
                        .by(Permission.VIEWER)
                        .taking(
                                name,
                                Parameter.query("version", Shape.count(), "Another version than the current one."))
                        .answering(200, "The pipeline", whole)
                        .failing(Problem.UNKNOWN_PIPELINE)
                        .failing(READS)
                        .handledBy(this::get),
                Operation.put(BASE + "/{name}")
                        .as(Group.PIPELINES, "putPipeline", "Publishes a version of a pipeline")
                        .by(Permission.PUBLISHER)
                        .taking(name)
                        .body(PipelineShapes.DEFINITIONS)
                        .answering(200, "It was the current version already", whole)
                        .answering(201, "A new version", whole)
                        .failing(READS)
                        .failing(WRITES)
                        .handledBy(context -> publish(context, Optional.of(context.pathParam("name")))),
                Operation.delete(BASE + "/{name}")
                        .as(Group.PIPELINES, "deletePipeline", "Deletes a pipeline; requests that run go on")
                        .by(Permission.PUBLISHER)
                        .taking(name)
                        .answering(204, "Deleted")
                        .failing(Problem.UNKNOWN_PIPELINE)
                        .failing(READS)
                        .failing(Problem.KAFKA_UNAVAILABLE, Problem.TIMEOUT)
                        .handledBy(this::delete));
    }

    private void list(Context context) {
        var json = Json.object();
        var pipelines = json.putArray("pipelines");
        directory.current().forEach(plan -> pipelines.add(summary(plan)));
        Json.answer(context, 200, json);
    }

    private void get(Context context) {
        var name = context.pathParam("name");
        var version = context.queryParam("version");
        var plan = version == null ? directory.find(name) : directory.find(name, number(version));
        Json.answer(context, 200, whole(plan.orElseThrow(() -> unknown(name))));
    }

    private void publish(Context context, Optional<String> name) {
        if (!PipelineShapes.MEDIA_TYPES.contains(Json.mediaType(context))) {
            throw Problem.UNSUPPORTED_MEDIA_TYPE.because("send a pipeline as application/yaml or application/json");
        }
        var checked = check.check(new String(context.bodyAsBytes(), StandardCharsets.UTF_8));
        if (name.isPresent() && !name.get().equals(checked.name())) {
            var message = "the pipeline calls itself '" + checked.name() + "', the address '" + name.get() + "'";
            throw new ProblemException(Problem.INVALID_PLAN, message, List.of(new Fault("name", message)));
        }
        var published = publisher.publish(checked);
        context.header("Location", BASE + "/" + checked.name());
        Json.answer(context, published.isNew() ? 201 : 200, whole(published.plan()));
    }

    private void delete(Context context) {
        var name = context.pathParam("name");
        if (directory.find(name).isEmpty()) {
            throw unknown(name);
        }
        publisher.delete(name);
        context.status(204);
    }

    private static int number(String version) {
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw new ProblemException(Problem.INVALID_PARAMETER, "version must be a number, was '" + version + "'", e);
        }
    }

    private static ProblemException unknown(String name) {
        return Problem.UNKNOWN_PIPELINE.because("no pipeline is called '" + name + "'; GET " + BASE + " lists them");
    }

    private static ObjectNode summary(Plan plan) {
        return Json.object()
                .put("name", plan.getPipeline())
                .put("version", plan.getVersion())
                .put("digest", plan.getDigest())
                .put("at", plan.getAt());
    }

    private static ObjectNode whole(Plan plan) {
        var json = summary(plan);
        json.set("definition", Json.embedded(plan.getDefinition()));
        return json;
    }
}
