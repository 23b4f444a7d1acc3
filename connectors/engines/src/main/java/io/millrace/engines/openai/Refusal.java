package io.millrace.engines.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer other than 200.
 *
 * @param code reason in capitals
 * @param message what the server says, cut to a sentence's length
 * @param retryable whether the same request may succeed later
 * @param retryAfter how long the server asks to wait
 */
record Refusal(String code, String message, boolean retryable, Optional<Duration> retryAfter) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_MESSAGE = 300;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    static Refusal of(int status, HttpHeaders headers, String body) {
        var message = "the engine answered " + status + ": " + said(body);
        var after = headers.firstValue("Retry-After").flatMap(Refusal::seconds);
        if (status == TOO_MANY_REQUESTS) {
            return new Refusal("ENGINE_OVERLOADED", message, true, after);
        }
        if (status == REQUEST_TIMEOUT || status >= FIRST_SERVER_ERROR) {
            return new Refusal("ENGINE_ERROR", message, true, after);
        }
        return new Refusal("ENGINE_REJECTED", message, false, Optional.empty());
    }

    private static String said(String body) {
        var text = body;
        try {
            var root = JSON.readTree(body);
            if (root.hasNonNull("error")) {
                text = Chunk.message(root.get("error"));
            }
        } catch (JsonProcessingException e) {
            text = body;
        }
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
    }

    private static Optional<Duration> seconds(String value) {
        return value.matches("\\d{1,6}") ? Optional.of(Duration.ofSeconds(Long.parseLong(value))) : Optional.empty();
    }
}
