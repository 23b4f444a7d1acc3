package io.millrace.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.queries.Problem;
import io.millrace.server.api.Operation.Group;
import io.millrace.server.api.Parameter.Place;
import io.millrace.server.http.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Describes operations as an OpenAPI 3.1 document. */
public final class OpenApi {

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String BEARER = "bearer";

    private final List<Operation> operations;
    private final Map<String, ObjectNode> events;
    private final String version;

    /** @param events shapes of the events of the catalogue, by full name */
    public OpenApi(List<Operation> operations, Map<String, ObjectNode> events, String version) {
        this.operations = List.copyOf(operations);
        this.events = Map.copyOf(events);
        this.version = version;
    }

    /** The document. */
    public ObjectNode document() {
        var document = Json.object().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Millrace")
                .put("version", version)
                .put("description", "Publish events, query state stores and ask pipelines.");
        var tags = document.putArray("tags");
        for (var group : Group.values()) {
            tags.addObject().put("name", name(group));
        }
        var paths = document.putObject("paths");
        operations.forEach(operation -> paths.withObjectProperty(operation.template())
                .set(operation.method().name().toLowerCase(Locale.ROOT), operation(operation)));
        document.set("components", components());
        return document;
    }

    private ObjectNode components() {
        var components = Json.object();
        components
                .putObject("securitySchemes")
                .putObject(BEARER)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT");
        var schemas = components.putObject("schemas");
        schemas.set(CommonShapes.PROBLEM, CommonShapes.problem().json());
        schemas.set(CommonShapes.OPENAI_ERROR, CommonShapes.openAiError().json());
        new TreeMap<>(events).forEach(schemas::set);
        return components;
    }

    private static ObjectNode operation(Operation operation) {
        var json = Json.object()
                .put("operationId", operation.id())
                .put("summary", operation.summary())
                .put(
                        "description",
                        "May be called by: " + operation.permission().words() + ".");
        json.putArray("tags").add(name(operation.group()));
        if (!operation.parameters().isEmpty()) {
            var parameters = json.putArray("parameters");
            operation.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        }
        if (!operation.bodies().isEmpty()) {
            json.putObject("requestBody").put("required", true).set("content", content(operation.bodies()));
        }
        json.set("responses", responses(operation));
        var security = json.putArray("security");
        if (!operation.permission().isOpen()) {
            security.addObject().putArray(BEARER);
            // Without authentication, as on loopback.
            security.addObject();
        }
        return json;
    }

    private static ObjectNode parameter(Parameter parameter) {
        var json = Json.object()
                .put("name", parameter.name())
                .put("in", parameter.place().name().toLowerCase(Locale.ROOT))
                .put("required", parameter.place() == Place.PATH || parameter.required())
                .put("description", parameter.description());
        json.set("schema", parameter.shape().json());
        if (!parameter.example().isEmpty()) {
            json.put("example", parameter.example());
        }
        return json;
    }

    private static ObjectNode content(List<Content> contents) {
        var json = Json.object();
        contents.forEach(content -> {
            var form = json.putObject(content.mediaType());
            form.set("schema", content.shape().json());
            if (!content.example().isEmpty()) {
                form.set("example", Json.embedded(content.example()));
            }
        });
        return json;
    }

    private static ObjectNode responses(Operation operation) {
        var responses = Json.object();
        operation.answers().forEach(answer -> {
            var response =
                    responses.putObject(Integer.toString(answer.status())).put("description", answer.description());
            if (!answer.contents().isEmpty()) {
                response.set("content", content(answer.contents()));
            }
        });
        byStatus(operation).forEach((status, problems) -> problem(operation, responses, status, problems));
        return responses;
    }

    /** Adds a form to an answer that has the same status, as probes do. */
    private static void problem(Operation operation, ObjectNode responses, int status, Set<Problem> problems) {
        var response = responses.withObjectProperty(Integer.toString(status));
        var codes = problems.stream().map(Problem::code).sorted().collect(Collectors.joining(", "));
        var before = response.path("description").asText();
        response.put("description", before.isEmpty() ? codes : before + "; or " + codes);
        var form = response.withObjectProperty("content");
        if (operation.isOpenAi()) {
            form.putObject("application/json")
                    .set("schema", Shape.named(CommonShapes.OPENAI_ERROR).json());
        }
        // What cannot be read at all is answered before its path is known.
        if (!operation.isOpenAi() || problems.contains(Problem.INVALID_REQUEST)) {
            form.putObject(PROBLEM_JSON)
                    .set("schema", Shape.named(CommonShapes.PROBLEM).json());
        }
    }

    private static Map<Integer, Set<Problem>> byStatus(Operation operation) {
        var all = EnumSet.copyOf(Operation.EVERYWHERE);
        all.addAll(operation.problems());
        return all.stream()
                .collect(Collectors.groupingBy(
                        Problem::status, TreeMap::new, Collectors.toCollection(() -> EnumSet.noneOf(Problem.class))));
    }

    private static String name(Group group) {
        return group.name().toLowerCase(Locale.ROOT);
    }
}
