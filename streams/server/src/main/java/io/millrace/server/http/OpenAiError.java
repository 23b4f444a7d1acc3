package io.millrace.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;

/** Errors in the shape of OpenAI's API. */
public final class OpenAiError {

    private OpenAiError() {}

    public static ObjectNode of(ProblemException failure) {
        return of(failure, code(failure.problem()));
    }

    /** @param code more precise than that of the problem */
    public static ObjectNode of(ProblemException failure, String code) {
        var faults = failure.faults();
        var json = Json.object();
        json.putObject("error")
                .put("message", failure.detail())
                .put("type", type(failure.problem()))
                .put("param", faults.isEmpty() ? null : faults.get(0).place())
                .put("code", code);
        return json;
    }

    static void answer(Context context, ProblemException failure) {
        ProblemJson.headers(failure).forEach(context::header);
        Json.answer(context, failure.problem().status(), of(failure));
    }

    private static String type(Problem problem) {
        return switch (problem.status()) {
            case 429 -> "rate_limit_error";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            default -> problem.status() >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    /** The code of a problem as OpenAI's API knows it. */
    public static String code(Problem problem) {
        return problem == Problem.UNKNOWN_PIPELINE ? "model_not_found" : problem.code();
    }
}
