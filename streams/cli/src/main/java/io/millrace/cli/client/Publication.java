package io.millrace.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.cli.http.ServerProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events on their way to a topic, in batches. The server takes or refuses each event on its own. */
final class Publication {

    private static final int REFUSED = 400;

    /** The less the sender can do about it by correcting the events, the worse. */
    private static final List<ExitCode> WORST_LAST = List.of(
            ExitCode.OK, ExitCode.USAGE, ExitCode.NOT_FOUND, ExitCode.REFUSED, ExitCode.UNREACHABLE, ExitCode.FAILED);

    private final Api api;
    private final String path;
    private final @Nullable String idempotencyKey;
    private final List<String> refusals = new ArrayList<>();
    private ExitCode exitCode = ExitCode.OK;
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
                refuse(ServerProblem.of(status, outcome, Optional.empty()));
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

    /** OK when all was taken, else that of the worst refusal. */
    ExitCode exitCode() {
        return exitCode;
    }

    private void refuse(ServerProblem problem) {
        refusals.add("event " + offered + ": " + problem.getMessage());
        if (WORST_LAST.indexOf(problem.exitCode()) > WORST_LAST.indexOf(exitCode)) {
            exitCode = problem.exitCode();
        }
    }

    /** Each batch has a key of its own, the same when all of it is published again. */
    private Map<String, String> headers() {
        return idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey + "/" + batches);
    }
}
