package io.millrace.server.request;

import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Result;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.time.Duration;
import java.util.Objects;

/**
 * Why a request failed or its answer broke off, for a caller over HTTP.
 *
 * @param problem with one sentence for people
 * @param code reason in capitals, from the result
 */
public record ResultFailure(ProblemException problem, String code) {

    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();

    public static ResultFailure of(Result result) {
        var code = Objects.requireNonNullElse(
                result.getErrorCode(), result.getStatus().name());
        var message = Objects.requireNonNullElse(result.getErrorMessage(), "the pipeline gave no answer");
        return new ResultFailure(failure(code, message, result.getAt()), code);
    }

    /** Why a text broke off. */
    public static ResultFailure of(Missing rest) {
        var message = Objects.requireNonNullElse(rest.getMessage(), "the answer broke off");
        return new ResultFailure(problem(rest.getCode()).because(message), rest.getCode());
    }

    /** A quota has room again when another request has ended, or with the next minute. */
    private static ProblemException failure(String code, String message, long at) {
        return switch (code) {
            case "QUOTA_REQUESTS" -> ProblemException.later(Problem.TOO_MANY_REQUESTS, message, Duration.ofSeconds(1));
            case "QUOTA_TOKENS" ->
                ProblemException.later(
                        Problem.TOO_MANY_REQUESTS, message, Duration.ofMillis(MINUTE_MS - at % MINUTE_MS));
            default -> problem(code).because(message);
        };
    }

    /** What would end in the same way again is told apart from what may pass; codes of other engines are taken to pass. */
    private static Problem problem(String code) {
        return switch (code) {
            case "UNKNOWN_PIPELINE" -> Problem.UNKNOWN_PIPELINE;
            case "EMPTY_INPUT", "INVALID_REQUEST" -> Problem.INVALID_REQUEST;
            case "INPUT_TOO_LARGE" -> Problem.BODY_TOO_LARGE;
            case "DEADLINE" -> Problem.TIMEOUT;
            case "INVALID_PLAN",
                    "TEMPLATE",
                    "CONDITION",
                    "NO_POOL",
                    "DOCUMENT_INPUT",
                    "INVALID_INPUT",
                    "BAD_INPUT",
                    "UNKNOWN_TASK",
                    "ENGINE_REJECTED",
                    "SERVICE_REJECTED" -> Problem.PIPELINE_REFUSED;
            default -> Problem.PIPELINE_FAILED;
        };
    }
}
