package io.millrace.server.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.avro.tokens.Message;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a chat completion request, as far as a pipeline can use it.
 *
 * @param pipeline the model asked for
 * @param input text of the last message
 * @param earlier the messages before it
 * @param parameters sampling settings, by the names of OpenAI's API
 * @param stream whether the answer is streamed
 * @param includeUsage whether a stream ends with a chunk that tells the usage
 * @param deadlineMillis time that the caller allows; null for the usual
 */
public record ChatRequest(
        String pipeline,
        String input,
        List<Message> earlier,
        Map<String, String> parameters,
        boolean stream,
        boolean includeUsage,
        @Nullable String deadlineMillis) {

    private static final List<String> PARAMETERS = List.of(
            "temperature",
            "top_p",
            "max_tokens",
            "max_completion_tokens",
            "seed",
            "presence_penalty",
            "frequency_penalty");
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

    /** @throws ProblemException INVALID_REQUEST naming the parameter */
    public static ChatRequest parse(JsonNode body) {
        if (!body.isObject()) {
            throw wrong("body", "the body must be a JSON object");
        }
        refuseUnsupported(body);
        var messages = messages(body.path("messages"));
        var last = messages.remove(messages.size() - 1);
        if (!last.getRole().equals("user")) {
            throw wrong("messages", "the last message must be from the user");
        }
        if (last.getContent().isBlank()) {
            throw wrong("messages", "the question is empty");
        }
        return new ChatRequest(
                text(body, "model"),
                last.getContent(),
                List.copyOf(messages),
                parameters(body),
                flag(body, "stream"),
                flag(body.path("stream_options"), "include_usage"),
                body.hasNonNull("deadline_ms") ? body.get("deadline_ms").asText() : null);
    }

    private static void refuseUnsupported(JsonNode body) {
        if (body.path("n").asInt(1) != 1) {
            throw wrong("n", "a pipeline gives one answer; n must be 1");
        }
        for (var field : List.of("tools", "functions")) {
            if (!body.path(field).isEmpty()) {
                throw wrong(field, "a pipeline calls its own services; " + field + " are not supported");
            }
        }
        var format = body.path("response_format").path("type").asText("text");
        if (!format.equals("text")) {
            throw wrong("response_format", "a pipeline answers in text; " + format + " is not supported");
        }
    }

    private static List<Message> messages(JsonNode json) {
        if (!json.isArray() || json.isEmpty()) {
            throw wrong("messages", "messages must be an array with at least one message");
        }
        var messages = new ArrayList<Message>();
        for (int i = 0; i < json.size(); i++) {
            var place = "messages[" + i + "]";
            var role = json.get(i).path("role").asText("");
            if (!ROLES.contains(role)) {
                throw wrong(place + ".role", "role must be one of system, developer, user, assistant");
            }
            messages.add(new Message(
                    role.equals("developer") ? "system" : role,
                    content(json.get(i).path("content"), place + ".content")));
        }
        return messages;
    }

    /** Content is a string, or a list of parts of which only text can be read here. */
    private static String content(JsonNode content, String place) {
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw wrong(place, "content must be a string or an array of text parts");
        }
        var text = new StringBuilder();
        for (var part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw wrong(place, "only parts of type text are supported");
            }
            text.append(part.get("text").textValue());
        }
        return text.toString();
    }

    private static Map<String, String> parameters(JsonNode body) {
        var parameters = new HashMap<String, String>();
        for (var name : PARAMETERS) {
            if (body.hasNonNull(name)) {
                if (!body.get(name).isNumber()) {
                    throw wrong(name, name + " must be a number");
                }
                var target = name.equals("max_completion_tokens") ? "max_tokens" : name;
                parameters.put(target, body.get(name).asText());
            }
        }
        return parameters;
    }

    private static String text(JsonNode body, String field) {
        var value = body.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(field, field + " must be a string");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode body, String field) {
        var value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrong(field, field + " must be true or false");
        }
        return value.booleanValue();
    }

    private static ProblemException wrong(String parameter, String message) {
        return new ProblemException(Problem.INVALID_REQUEST, message, List.of(new Fault(parameter, message)));
    }
}
