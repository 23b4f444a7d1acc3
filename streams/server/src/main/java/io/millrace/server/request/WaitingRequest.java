package io.millrace.server.request;

import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.server.http.AsyncResponse;
import io.millrace.server.http.Json;
import io.millrace.server.http.ProblemJson;
import java.util.Map;

/** A caller that waits for the whole result. The result is the answer even when the request failed: it says how far it got. */
final class WaitingRequest {

    private final AsyncResponse response;
    private final String path;
    private volatile boolean answered;

    WaitingRequest(AsyncResponse response, String path) {
        this.response = response;
        this.path = path;
    }

    void take(Reply reply) {
        if (reply.getKind() == ReplyKind.FINISHED && reply.getResult() != null) {
            answered = true;
            var failure = ResultFailure.of(reply.getResult());
            if (failure.problem().problem() == Problem.TOO_MANY_REQUESTS) {
                fail(failure.problem());
                return;
            }
            var json = Json.text(ResultJson.of(reply.getResult()));
            response.respond(200, "application/json", Map.of(), json);
        }
    }

    void fail(ProblemException failure) {
        response.respond(
                failure.problem().status(),
                ProblemJson.CONTENT_TYPE,
                ProblemJson.headers(failure),
                Json.text(ProblemJson.of(failure, path)));
    }

    boolean isAnswered() {
        return answered;
    }
}
