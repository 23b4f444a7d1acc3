package io.millrace.server.describe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.queries.Problem;
import io.millrace.server.api.Content;
import io.millrace.server.api.OpenApi;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Permission;
import io.millrace.server.api.Shape;
import io.millrace.server.http.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The description of the interface, a page for people made of it, and what is said of each problem. */
public final class DescriptionRoutes {

    private static final String HTML = "text/html";

    private final List<Operation> all = new ArrayList<>();
    private final String document;
    private final String page;

    /**
     * @param others the operations that are described beside those of this class
     * @param events shapes of the events of the catalogue, by full name
     * @param version of the platform
     */
    public DescriptionRoutes(List<Operation> others, Map<String, ObjectNode> events, String version) {
        all.addAll(others);
        all.addAll(own());
        this.document = Json.text(new OpenApi(all, events, version).document());
        this.page = ReferencePage.of(all, version);
    }

    /** All operations, the own ones last. */
    public List<Operation> operations() {
        return List.copyOf(all);
    }

    private List<Operation> own() {
        var problem = Shape.object()
                .member("type", Shape.text())
                .member("title", Shape.text())
                .member("status", Shape.integer())
                .member("code", Shape.text())
                .member("retryable", Shape.flag());
        return List.of(
                Operation.get("/openapi.json")
                        .as(Group.SERVICE, "getOpenApi", "This interface as an OpenAPI 3.1 document")
                        .by(Permission.ANYONE)
                        .answering(200, "The document", Content.json(Shape.any()))
                        .handledBy(context ->
                                context.contentType("application/json").result(document)),
                Operation.get("/reference")
                        .as(Group.SERVICE, "getReference", "This interface as a page for people")
                        .by(Permission.ANYONE)
                        .answering(200, "The page", new Content(HTML, Shape.text()))
                        .handledBy(context -> context.html(page)),
                Operation.get("/problems/{problem}")
                        .as(Group.SERVICE, "getProblem", "What a problem means: where the type of an error leads")
                        .by(Permission.ANYONE)
                        .taking(Parameter.path("problem", Shape.text(), "The last part of the type.", "unknown-store"))
                        .answering(200, "The problem", Content.json(problem))
                        .failing(Problem.NOT_FOUND)
                        .handledBy(DescriptionRoutes::problem));
    }

    private static void problem(Context context) {
        var type = "/problems/" + context.pathParam("problem");
        var found = Arrays.stream(Problem.values())
                .filter(problem -> problem.type().equals(type))
                .findFirst()
                .orElseThrow(() -> Problem.NOT_FOUND.because(
                        "no problem has the type " + type + "; docs/reference/errors.md lists them"));
        Json.answer(
                context,
                200,
                Json.object()
                        .put("type", found.type())
                        .put("title", found.title())
                        .put("status", found.status())
                        .put("code", found.code())
                        .put("retryable", found.retryable()));
    }
}
