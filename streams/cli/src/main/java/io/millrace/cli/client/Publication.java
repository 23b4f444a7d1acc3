package io.millrace.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.http.Api;
import io.millrace.cli.http.ServerProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events on their way to a topic, in batches. The server takes or refuses each event on its own. */
final class Publication {

    private static final int REFUSED = 400;

    private final Api api;
    private final String path;
    private final @Nullable String idempotencyKey;
    private final List<String> refusals = new ArrayList<>();
    private int batches;
    private int offered;

    Publication(Api api, String topic, @Nullable String idempotencyKey) {
        this.api = api;
        this.path = "/api/v1/topics/" + Api.segment(topic);
        this.idempotencyKey = idempotencyKey;
    }

    /** Publishes them; nothing happens when there are none. */
    void publish(List<JsonNode> records) {
        if (records.isEmpty()) {
            return;
        }
        var body = Api.JSON.createObjectNode();
        body.putArray("records").addAll(records);
        var outcomes =
                api.post(path, "application/json", body.toString(), headers()).path("records");
        for (var outcome : outcomes) {
            offered++;
            var status = outcome.path("status").asInt();
            if (status >= REFUSED) {
                refusals.add("event " + offered + ": "
                        + ServerProblem.of(status, outcome).getMessage());
            }
        }
        batches++;
    }

    int offered() {
        return offered;
    }

    int published() {
        return offered - refusals.size();
    }

    /** Why events were refused, one sentence each. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Each batch has a key of its own, the same when all of it is published again. */
    private Map<String, String> headers() {
        return idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey + "/" + batches);
    }
}
