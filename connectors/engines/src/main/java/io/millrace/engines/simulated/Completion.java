package io.millrace.engines.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engines.simulated.ChatEvents.Ended;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.FinishReason;
import java.util.Locale;

/** JSON of one chat completion as OpenAI's API has it. Pure. */
record Completion(String id, String model, long created) {

    ObjectNode whole(String text, Ended ended) {
        var json = head("chat.completion");
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text);
        choice.put("finish_reason", reason(ended.reason()));
        json.set("usage", usage(ended.usage()));
        return json;
    }

    /** The first chunk has the role. */
    ObjectNode begin() {
        var json = head("chat.completion.chunk");
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        choice.putNull("finish_reason");
        return json;
    }

    ObjectNode token(String text) {
        var json = head("chat.completion.chunk");
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("content", text);
        choice.putNull("finish_reason");
        return json;
    }

    ObjectNode end(FinishReason reason) {
        var json = head("chat.completion.chunk");
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.put("finish_reason", reason(reason));
        return json;
    }

    /** The last chunk of a client that asks for usage; it has no choices. */
    ObjectNode total(TokenUsage usage) {
        var json = head("chat.completion.chunk");
        json.putArray("choices");
        json.set("usage", usage(usage));
        return json;
    }

    private ObjectNode head(String object) {
        return JsonAnswer.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode usage(TokenUsage usage) {
        var json = JsonAnswer.object()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.promptTokens() + usage.completionTokens());
        json.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        return json;
    }

    private static String reason(FinishReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
