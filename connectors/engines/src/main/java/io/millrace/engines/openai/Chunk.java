package io.millrace.engines.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed chat completion.
 *
 * @param text what it adds to the answer, often empty
 * @param finished why the model says that it has ended; null while it has not
 * @param usage tokens of the whole call, usually in the last chunk only
 * @param error what the server says went wrong, where it reports that in mid-stream
 */
record Chunk(
        String text,
        @Nullable FinishReason finished,
        @Nullable TokenUsage usage,
        @Nullable String error) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws JsonProcessingException for data that is not JSON */
    static Chunk parse(String data) throws JsonProcessingException {
        var root = JSON.readTree(data);
        if (!root.isObject()) {
            throw new NotAnObject();
        }
        if (root.hasNonNull("error")) {
            return new Chunk("", null, null, message(root.get("error")));
        }
        var choice = root.path("choices").path(0);
        var text = choice.path("delta").path("content").asText("");
        return new Chunk(
                choice.path("delta").path("content").isTextual() ? text : "",
                choice.hasNonNull("finish_reason")
                        ? reason(choice.get("finish_reason").asText())
                        : null,
                usage(root.path("usage")),
                null);
    }

    /** The message in an error of the server, or all of it. */
    static String message(JsonNode error) {
        return error.hasNonNull("message") ? error.get("message").asText() : error.toString();
    }

    /** Servers have words of their own for an answer that is whole. */
    private static FinishReason reason(String word) {
        return switch (word) {
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }

    private static @Nullable TokenUsage usage(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        return new TokenUsage(
                count(usage.path("prompt_tokens")),
                count(usage.path("prompt_tokens_details").path("cached_tokens")),
                count(usage.path("completion_tokens")));
    }

    private static long count(JsonNode number) {
        return Math.max(0, number.asLong(0));
    }

    /** JSON, but no object. */
    private static final class NotAnObject extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        NotAnObject() {
            super("not a JSON object");
        }
    }
}
