package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import io.millrace.server.http.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The interface as {@code /openapi.json} describes it; checks answers against that. */
final class DescribedInterface {

    /** Its schemas refer to each other below {@code components}, which is no keyword of JSON Schema. */
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            factory -> factory.metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .keyword(new NonValidationKeyword("components"))
                    .build()));

    private final JsonNode document;
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    DescribedInterface(JsonNode document) {
        this.document = document;
    }

    /**
     * One operation.
     *
     * @param method in capitals
     * @param path with its parameters in braces
     */
    record Described(String method, String path, JsonNode json) {

        String id() {
            return json.path("operationId").textValue();
        }

        List<JsonNode> parameters(String place) {
            var found = new ArrayList<JsonNode>();
            json.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals(place)) {
                    found.add(parameter);
                }
            });
            return found;
        }

        boolean hasBody() {
            return json.has("requestBody");
        }

        /** Whether it answers with a stream that does not end. */
        boolean isStream() {
            return json.at("/responses/200/content").size() == 1
                    && json.at("/responses/200/content").has("text/event-stream");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    JsonNode document() {
        return document;
    }

    List<Described> operations() {
        var found = new ArrayList<Described>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> found.add(new Described(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return found;
    }

    /** Whether the operation is said to answer with this status. */
    boolean tells(Described operation, int status) {
        return operation.json().path("responses").has(Integer.toString(status));
    }

    /** Asserts that the description of the operation has this status, media type and shape. */
    void check(Described operation, HttpResponse<String> answer, String call) {
        var about = call + " answered " + answer.statusCode() + " " + answer.body();
        var response = operation.json().path("responses").path(Integer.toString(answer.statusCode()));
        assertThat(response.isObject()).as("status told: " + about).isTrue();
        var contents = response.path("content");
        if (contents.isMissingNode()) {
            assertThat(answer.body()).as(about).isEmpty();
            return;
        }
        var type = answer.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0];
        assertThat(contents.has(type))
                .as("media type told: " + type + " of " + about)
                .isTrue();
        if (type.endsWith("json") && !answer.body().isEmpty()) {
            var faults = schema(contents.path(type).path("schema")).validate(Json.embedded(answer.body()));
            assertThat(faults).as(about).isEmpty();
        }
    }

    private JsonSchema schema(JsonNode schema) {
        return Objects.requireNonNull(schemas.computeIfAbsent(schema.toString(), text -> {
            var whole = (ObjectNode) schema.deepCopy();
            whole.set("components", document.path("components"));
            return SCHEMAS.getSchema(whole);
        }));
    }
}
