package io.millrace.testkit.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A chat completion that was asked for.
 *
 * @param number from 1, in the order of arrival
 * @param headers first value by lower-case name
 * @param body the JSON as it came
 */
public record ChatRequest(int number, Map<String, String> headers, JsonNode body) {

    public String model() {
        return body.path("model").asText();
    }

    /** Contents of all messages, joined by line feeds. */
    public String prompt() {
        return StreamSupport.stream(body.path("messages").spliterator(), false)
                .map(message -> message.path("content").asText())
                .collect(Collectors.joining("\n"));
    }

    /** Content of the last message. */
    public String lastMessage() {
        var messages = body.path("messages");
        return messages.path(messages.size() - 1).path("content").asText();
    }
}
