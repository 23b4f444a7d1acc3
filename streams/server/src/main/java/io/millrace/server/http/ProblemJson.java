package io.millrace.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.queries.ProblemException;
import java.util.Map;

/** Problems as RFC 9457 documents. */
public final class ProblemJson {

    public static final String CONTENT_TYPE = "application/problem+json";

    /** Seconds after which a caller may try again: moves of stores and restarts of parts take about that long. */
    private static final String RETRY_AFTER = "1";

    private ProblemJson() {}

    /** @param instance path of the request */
    public static ObjectNode of(ProblemException failure, String instance) {
        var problem = failure.problem();
        var json = Json.object()
                .put("type", problem.type())
                .put("title", problem.title())
                .put("status", problem.status())
                .put("detail", failure.detail())
                .put("instance", instance)
                .put("code", problem.code())
                .put("retryable", problem.retryable());
        if (!failure.faults().isEmpty()) {
            var errors = json.putArray("errors");
            failure.faults()
                    .forEach(fault ->
                            errors.addObject().put("place", fault.place()).put("message", fault.message()));
        }
        return json;
    }

    /** Headers of a response that tells a problem: whether another try is worth it. */
    public static Map<String, String> headers(ProblemException failure) {
        return failure.problem().retryable() ? Map.of("Retry-After", RETRY_AFTER) : Map.of();
    }

    static void answer(Context context, ProblemException failure) {
        headers(failure).forEach(context::header);
        context.status(failure.problem().status())
                .contentType(CONTENT_TYPE)
                .result(Json.text(of(failure, context.path())));
    }
}
