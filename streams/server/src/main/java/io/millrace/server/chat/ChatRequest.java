package io.millrace.server.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.avro.tokens.Message;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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

    private static final Set<String> CHOICES = Set.of("none", "auto");
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
                SamplingParameters.parse(body),
                flag(body, "stream"),
                includeUsage(body.path("stream_options")),
                body.hasNonNull("deadline_ms") ? body.get("deadline_ms").asText() : null);
    }

    /** What would change the answer and cannot be given here is refused rather than ignored. */
    private static void refuseUnsupported(JsonNode body) {
        allow(body, "n", n -> n.isInt() && n.intValue() == 1, "a pipeline gives one answer; n must be 1");
        for (var field : List.of("tools", "functions")) {
            allow(
                    body,
                    field,
                    list -> list.isArray() && list.isEmpty(),
                    "a pipeline calls its own services; " + field + " are not supported");
        }
        for (var field : List.of("tool_choice", "function_call")) {
            allow(
                    body,
                    field,
                    choice -> CHOICES.contains(choice.asText()),
                    "a pipeline calls its own services; " + field + " must be none or auto");
        }
        allow(
                body,
                "response_format",
                format -> format.path("type").asText().equals("text"),
                "a pipeline answers in text; response_format must be {\"type\": \"text\"}");
        allow(
                body,
                "modalities",
                list -> list.isArray()
                        && list.size() == 1
                        && list.get(0).asText().equals("text"),
                "a pipeline answers in text; modalities must be [\"text\"]");
        allow(body, "audio", audio -> false, "a pipeline answers in text; audio is not supported");
        allow(
                body,
                "logprobs",
                flag -> flag.isBoolean() && !flag.booleanValue(),
                "probabilities of tokens are not kept; logprobs must be false");
        for (var field : List.of("top_logprobs", "logit_bias")) {
            allow(
                    body,
                    field,
                    value -> value.isObject() && value.isEmpty(),
                    "probabilities of tokens cannot be seen or changed; " + field + " is not supported");
        }
    }

    /** A field that is missing or null is always allowed. */
    private static void allow(JsonNode body, String field, Predicate<JsonNode> allowed, String message) {
        if (body.hasNonNull(field) && !allowed.test(body.get(field))) {
            throw wrong(field, message);
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

    private static boolean includeUsage(JsonNode options) {
        if (!options.isMissingNode() && !options.isNull() && !options.isObject()) {
            throw wrong("stream_options", "stream_options must be an object");
        }
        return flag(options, "include_usage");
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

    static ProblemException wrong(String parameter, String message) {
        return new ProblemException(Problem.INVALID_REQUEST, message, List.of(new Fault(parameter, message)));
    }
}
