package io.millrace.server.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.events.avro.tokens.Result;
import io.millrace.queries.json.AvroJson;
import io.millrace.server.http.Json;

/** A result as callers see it: its JSON payload and paths readable, not as text within text. */
public final class ResultJson {

    private ResultJson() {}

    public static ObjectNode of(Result result) {
        var json = (ObjectNode) AvroJson.toJson(result);
        if (result.getJson() != null) {
            json.set("json", Json.embedded(result.getJson()));
        }
        return json;
    }
}
