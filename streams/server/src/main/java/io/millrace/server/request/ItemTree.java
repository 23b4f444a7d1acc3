package io.millrace.server.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.queries.json.AvroJson;
import io.millrace.server.http.Json;
import java.util.HashMap;
import java.util.Map;

/** The items of a request nested by their paths. */
final class ItemTree {

    private static final int LONGEST_TEXT = 200;

    private final Map<String, ObjectNode> nodes = new HashMap<>();
    private final ObjectNode root = node("/");

    /** @param path as text, {@code /1.0/3.2/} */
    void add(String path, String stage, ItemState item) {
        var shown = stages(node(path))
                .addObject()
                .put("stage", stage)
                .put("status", item.getStatus().name())
                .put("issuedAt", item.getIssuedAt())
                .put("startedAt", item.getStartedAt())
                .put("endedAt", item.getEndedAt());
        if (item.getText() != null) {
            var text = item.getText();
            shown.put("text", text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…");
        }
        if (item.getDocument() != null) {
            shown.set("document", AvroJson.toJson(item.getDocument()));
        }
        if (item.getErrorCode() != null) {
            shown.put("errorCode", item.getErrorCode()).put("errorMessage", item.getErrorMessage());
        }
        if (item.getUsage() != null) {
            shown.putObject("usage")
                    .put("promptTokens", item.getUsage().getPromptTokens())
                    .put("cachedTokens", item.getUsage().getCachedTokens())
                    .put("completionTokens", item.getUsage().getCompletionTokens());
        }
    }

    ObjectNode json() {
        return root;
    }

    /** The node of a path, made together with those above it where they are missing. */
    private ObjectNode node(String path) {
        var known = nodes.get(path);
        if (known != null) {
            return known;
        }
        var made = Json.object().put("path", path);
        made.putArray("stages");
        made.putArray("children");
        nodes.put(path, made);
        if (!path.equals("/")) {
            int parent = path.lastIndexOf('/', path.length() - 2);
            children(node(path.substring(0, parent + 1))).add(made);
        }
        return made;
    }

    private static ArrayNode stages(ObjectNode node) {
        return (ArrayNode) node.path("stages");
    }

    private static ArrayNode children(ObjectNode node) {
        return (ArrayNode) node.path("children");
    }
}
