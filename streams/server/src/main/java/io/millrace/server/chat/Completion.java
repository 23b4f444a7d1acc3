package io.millrace.server.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.Paths;
import io.millrace.queries.json.AvroJson;
import io.millrace.server.http.Json;
import io.millrace.server.request.ResultJson;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a chat completion request in OpenAI's shapes.
 *
 * @param id of the completion
 * @param created epoch seconds
 * @param includeUsage whether the stream tells the usage, and so every chunk has that field
 */
record Completion(String id, long created, String model, boolean includeUsage) {

    /** The chunk before all others. */
    ObjectNode role() {
        var chunk = chunk(null);
        delta(chunk).put("role", "assistant").put("content", "");
        return chunk;
    }

    ObjectNode text(String text) {
        var chunk = chunk(null);
        delta(chunk).put("content", text);
        return chunk;
    }

    /** Something beside the answer: an empty delta, which clients pass over, and the item under {@code millrace}. */
    ObjectNode aside(Reply reply) {
        var chunk = chunk(null);
        var item = chunk.putObject("millrace")
                .put("kind", "item")
                .put("stage", reply.getStage())
                .put("path", Paths.text(reply.getPath()))
                .put("text", reply.getText());
        item.set("json", reply.getJson() == null ? NullNode.getInstance() : Json.embedded(reply.getJson()));
        if (reply.getDocument() != null) {
            item.set("document", AvroJson.toJson(reply.getDocument()));
        }
        return chunk;
    }

    /** The last chunk with a choice. */
    ObjectNode end(Result result) {
        var chunk = chunk(finishReason(result));
        chunk.set("millrace", ResultJson.of(result));
        return chunk;
    }

    /** The chunk after it that only tells the usage. */
    ObjectNode usage(Usage usage) {
        var chunk = head("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usageJson(usage));
        return chunk;
    }

    /** The answer in one piece. */
    ObjectNode whole(Result result) {
        var text = result.getText() == null ? "" : result.getText();
        var json = head("chat.completion");
        var choice = json.putArray("choices").addObject().put("index", 0);
        var message = choice.putObject("message")
                .put("role", "assistant")
                .put("content", text)
                .putNull("refusal");
        message.set("annotations", Citations.of(text, json(result)));
        choice.putNull("logprobs").put("finish_reason", finishReason(result));
        json.set("usage", usageJson(result.getUsage()));
        json.set("millrace", ResultJson.of(result));
        return json;
    }

    /** Never an error: an answer that lacks part of its own text because something failed is not told here. */
    private static String finishReason(Result result) {
        return switch (Objects.requireNonNullElse(result.getFinishReason(), FinishReason.STOP)) {
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            case STOP, UNKNOWN -> "stop";
        };
    }

    private static JsonNode json(Result result) {
        return result.getJson() == null ? NullNode.getInstance() : Json.embedded(result.getJson());
    }

    private ObjectNode chunk(@Nullable String finishReason) {
        var chunk = head("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", finishReason);
        if (includeUsage) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private static ObjectNode delta(ObjectNode chunk) {
        return (ObjectNode) chunk.path("choices").path(0).path("delta");
    }

    private ObjectNode head(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode usageJson(Usage usage) {
        var json = Json.object()
                .put("prompt_tokens", usage.getPromptTokens())
                .put("completion_tokens", usage.getCompletionTokens())
                .put("total_tokens", usage.getPromptTokens() + usage.getCompletionTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.getCachedTokens());
        return json;
    }
}
