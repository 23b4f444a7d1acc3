package io.millrace.engines.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.events.avro.tokens.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** What a client asks, read from its JSON. */
final class ChatQuery {

    private static final List<String> LIMITS = List.of("max_completion_tokens", "max_tokens");

    private ChatQuery() {}

    /** @throws IllegalArgumentException in one sentence, when it is no chat */
    static EngineRequest of(String callId, JsonNode body) {
        if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
            throw new IllegalArgumentException("'messages' must be an array with at least one message");
        }
        var messages = new ArrayList<Message>();
        for (var message : body.path("messages")) {
            messages.add(new Message(message.path("role").asText("user"), content(message.path("content"))));
        }
        var parameters = new HashMap<String, String>();
        LIMITS.stream()
                .filter(body::hasNonNull)
                .findFirst()
                .ifPresent(name -> parameters.put("max_tokens", body.path(name).asText()));
        return new EngineRequest(callId, messages, JsonNodeFactory.instance.objectNode(), parameters, Instant.MAX);
    }

    /** Text, or parts of which only text counts. */
    private static String content(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        var text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }
}
