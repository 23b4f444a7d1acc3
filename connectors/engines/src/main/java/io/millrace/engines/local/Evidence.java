package io.millrace.engines.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engines.index.Passage;

/** A passage held against a claim, as it travels in JSON. */
record Evidence(Passage passage) {

    static Evidence of(JsonNode json) {
        return new Evidence(new Passage(
                json.path("id").asText(),
                json.path("title").asText(),
                json.path("source").asText(),
                json.path("text").asText()));
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", passage.id())
                .put("title", passage.title())
                .put("source", passage.source())
                .put("text", passage.text());
    }
}
