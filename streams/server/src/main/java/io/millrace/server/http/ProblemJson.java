package io.millrace.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.time.Duration;
import java.util.Map;

/** Problems as RFC 9457 documents. */
public final class ProblemJson {

    public static final String CONTENT_TYPE = "application/problem+json";

    /** After which a caller may try again: moves of stores and restarts of parts take about that long. */
    private static final Duration USUAL = Duration.ofSeconds(1);

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

    /** Headers of a response that tells a problem: how to authenticate, or after how many seconds to try again. */
    public static Map<String, String> headers(ProblemException failure) {
        if (failure.problem() == Problem.UNAUTHENTICATED) {
            return Map.of("WWW-Authenticate", "Bearer");
        }
        if (!failure.problem().retryable()) {
            return Map.of();
        }
        long seconds = failure.retryAfter().orElse(USUAL).plusMillis(999).toSeconds();
        return Map.of("Retry-After", Long.toString(Math.max(1, seconds)));
    }

    static void answer(Context context, ProblemException failure) {
        answer(context, failure, Json.object());
    }

    /** @param more members that this problem has beside the usual ones */
    public static void answer(Context context, ProblemException failure, ObjectNode more) {
        headers(failure).forEach(context::header);
        var json = of(failure, context.path());
        json.setAll(more);
        context.status(failure.problem().status()).contentType(CONTENT_TYPE).result(Json.text(json));
    }
}
