package io.millrace.server.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.server.http.Json;

/**
 * The citations of a result as annotations in OpenAI's shape. They are looked for wherever an object has a
 * {@code citation} with a {@code source}; the {@code sentence} around it gives the place in the text.
 */
final class Citations {

    private final String text;
    private final ArrayNode annotations = Json.MAPPER.createArrayNode();

    private Citations(String text) {
        this.text = text;
    }

    /** @param json what the pipeline's sink collected */
    static ArrayNode of(String text, JsonNode json) {
        var citations = new Citations(text);
        citations.visit(json, 0, text.length());
        return citations.annotations;
    }

    /** Returns where the sentence of this node ends, so that its next sibling is looked for after it. */
    private int visit(JsonNode node, int from, int end) {
        if (node.isArray()) {
            int at = from;
            for (var child : node) {
                at = visit(child, at, end);
            }
            return at;
        }
        if (!node.isObject()) {
            return from;
        }
        int start = from;
        int stop = end;
        var sentence = node.path("sentence").asText("");
        int found = sentence.isEmpty() ? -1 : text.indexOf(sentence, from);
        if (found >= 0) {
            start = found;
            stop = found + sentence.length();
        }
        cite(node.path("citation"), start, stop);
        for (var child : node.properties()) {
            if (!child.getKey().equals("citation")) {
                visit(child.getValue(), start, stop);
            }
        }
        return found >= 0 ? stop : from;
    }

    private void cite(JsonNode citation, int start, int end) {
        if (citation.hasNonNull("source")) {
            var annotation = annotations.addObject().put("type", "url_citation");
            annotation
                    .putObject("url_citation")
                    .put("start_index", start)
                    .put("end_index", end)
                    .put("title", citation.path("title").asText(""))
                    .put("url", citation.get("source").asText());
        }
    }
}
