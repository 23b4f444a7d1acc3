package io.millrace.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.queries.ProblemException;

/** Problems as RFC 9457 documents. */
public final class ProblemJson {

    public static final String CONTENT_TYPE = "application/problem+json";

    /** Seconds after which a caller may try again: moves of stores and restarts of parts take about that long. */
    public static final String RETRY_AFTER = "1";

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

    static void answer(Context context, ProblemException failure) {
        retryAfter(context, failure);
        context.status(failure.problem().status())
                .contentType(CONTENT_TYPE)
                .result(Json.text(of(failure, context.path())));
    }

    static void retryAfter(Context context, ProblemException failure) {
        if (failure.problem().retryable()) {
            context.header("Retry-After", RETRY_AFTER);
        }
    }
}
