package io.millrace.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.ExitCode;
import java.util.Optional;

/** The server answered with an error (RFC 9457 problem+json, or OpenAI's shape). */
public final class ServerProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private ServerProblem(int status, String message) {
        super(message);
        this.status = status;
    }

    /**
     * Reads {@code title} and {@code detail}, and the list {@code errors} where there is one.
     *
     * @param retryAfter seconds until another try is worth it, as the server says them; empty when it does not
     */
    public static ServerProblem of(int status, JsonNode body, Optional<String> retryAfter) {
        var openAi = body.path("error").path("message").asText("");
        var title = body.path("title").asText(openAi.isEmpty() ? "the server answered " + status : openAi);
        var message = new StringBuilder(title);
        var detail = body.path("detail").asText("");
        if (!detail.isEmpty()) {
            message.append(": ").append(detail);
        }
        for (var error : body.path("errors")) {
            message.append("\n  ").append(line(error));
        }
        return new ServerProblem(
                status, message.append(advice(status, retryAfter)).toString());
    }

    public int status() {
        return status;
    }

    public ExitCode exitCode() {
        return switch (status) {
            case 400, 413, 415, 422 -> ExitCode.USAGE;
            case 404 -> ExitCode.NOT_FOUND;
            case 401, 403, 405, 409 -> ExitCode.REFUSED;
            case 429, 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILED;
        };
    }

    private static String line(JsonNode error) {
        if (error.isTextual()) {
            return error.asText();
        }
        var place = error.path("place").asText(error.path("pointer").asText(""));
        var message = error.path("message").asText(error.path("detail").asText(error.toString()));
        return place.isEmpty() ? message : place + ": " + message;
    }

    private static String advice(int status, Optional<String> retryAfter) {
        return switch (status) {
            case 429 ->
                " (try again "
                        + retryAfter.map(seconds -> "in " + seconds + " s)").orElse("later)");
            case 503 -> " (the server is not ready: try again in some seconds)";
            default -> "";
        };
    }
}
