package io.millrace.engines.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engines.spi.EngineRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The JSON that asks for a streamed completion. */
final class ChatBody {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NUMBERS =
            List.of("temperature", "top_p", "presence_penalty", "frequency_penalty");
    private static final List<String> WHOLE_NUMBERS = List.of("max_tokens", "seed");

    private ChatBody() {}

    /** @throws IllegalArgumentException naming what of the request cannot be asked */
    static String of(EngineRequest request, String defaultModel) {
        if (request.messages().isEmpty()) {
            throw new IllegalArgumentException("the call has no messages");
        }
        var body = JSON.createObjectNode();
        body.put("model", request.parameters().getOrDefault("model", defaultModel));
        var messages = body.putArray("messages");
        for (var message : request.messages()) {
            messages.addObject().put("role", message.getRole()).put("content", message.getContent());
        }
        if (!request.sofar().isEmpty()) {
            goOn(body, messages, request.sofar());
        }
        var parameters = request.parameters();
        NUMBERS.forEach(name -> number(parameters, name, value -> body.put(name, Double.parseDouble(value))));
        WHOLE_NUMBERS.forEach(name -> number(parameters, name, value -> body.put(name, Long.parseLong(value))));
        var stop = parameters.get("stop");
        if (stop != null) {
            body.set("stop", stop(stop));
        }
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        return body.toString();
    }

    /** The turn of the assistant stays open, by the words that vLLM, SGLang and their kin share. */
    private static void goOn(ObjectNode body, ArrayNode messages, String sofar) {
        messages.addObject().put("role", "assistant").put("content", sofar);
        body.put("add_generation_prompt", false);
        body.put("continue_final_message", true);
    }

    private static void number(Map<String, String> parameters, String name, Consumer<String> put) {
        var value = parameters.get(name);
        if (value == null) {
            return;
        }
        try {
            put.accept(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("parameter " + name + " must be a number, was '" + value + "'", e);
        }
    }

    /** One string as it is written in a plan, or a JSON array of them. */
    private static JsonNode stop(String value) {
        if (!value.startsWith("[")) {
            return JSON.getNodeFactory().textNode(value);
        }
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "parameter stop must be a string or a JSON array of strings, was '" + value + "'", e);
        }
    }
}
