package io.millrace.server.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import io.millrace.server.http.GetRoute;
import io.millrace.server.http.Json;
import io.millrace.server.http.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pipelines: which there are, one with its versions, publishing a new version, deletion. */
public final class PipelineRoutes {

    private static final String BASE = "/api/v1/tokens/pipelines";

    /** None of these is sent by a web page of another origin without the server's consent, as plain text would be. */
    private static final Set<String> MEDIA_TYPES =
            Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

    private final PipelineDirectory directory;
    private final PipelinePublisher publisher;
    private final PlanCheck check;

    public PipelineRoutes(PipelineDirectory directory, PipelinePublisher publisher, PlanCheck check) {
        this.directory = directory;
        this.publisher = publisher;
        this.check = check;
    }

    public void install(RoutesConfig routes) {
        GetRoute.add(routes, BASE, this::list);
        routes.post(BASE, context -> publish(context, Optional.empty()));
        GetRoute.add(routes, BASE + "/{name}", this::get);
        routes.put(BASE + "/{name}", context -> publish(context, Optional.of(context.pathParam("name"))));
        routes.delete(BASE + "/{name}", this::delete);
    }

    private void list(Context context) {
        var json = Json.object();
        var pipelines = json.putArray("pipelines");
        directory.current().forEach(plan -> pipelines.add(summary(plan)));
        Json.answer(context, 200, json);
    }

    private void get(Context context) {
        Parameters.only(context, "version");
        var name = context.pathParam("name");
        var version = context.queryParam("version");
        var plan = version == null ? directory.find(name) : directory.find(name, number(version));
        Json.answer(context, 200, whole(plan.orElseThrow(() -> unknown(name))));
    }

    private void publish(Context context, Optional<String> name) {
        if (!MEDIA_TYPES.contains(Json.mediaType(context))) {
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
