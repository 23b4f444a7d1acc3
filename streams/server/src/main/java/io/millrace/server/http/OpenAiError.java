package io.millrace.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import org.jspecify.annotations.Nullable;

/** Errors in the shape of OpenAI's API. */
public final class OpenAiError {

    private OpenAiError() {}

    public static ObjectNode of(ProblemException failure) {
        var problem = failure.problem();
        var parameter =
                failure.faults().isEmpty() ? null : failure.faults().get(0).place();
        return of(failure.detail(), type(problem), parameter, code(problem));
    }

    public static ObjectNode of(String message, String type, @Nullable String parameter, @Nullable String code) {
        var json = Json.object();
        json.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", parameter)
                .put("code", code);
        return json;
    }

    static void answer(Context context, ProblemException failure) {
        ProblemJson.retryAfter(context, failure);
        Json.answer(context, failure.problem().status(), of(failure));
    }

    private static String type(Problem problem) {
        return switch (problem.status()) {
            case 429 -> "rate_limit_error";
            case 403 -> "permission_error";
            default -> problem.status() >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    private static String code(Problem problem) {
        return problem == Problem.UNKNOWN_PIPELINE ? "model_not_found" : problem.code();
    }
}
