package io.millrace.cli.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.cli.http.ServerEvent;
import io.millrace.events.tokens.Paths;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows one streamed chat completion. Beside OpenAI's fields a chunk may have {@code millrace}: an item of the pipeline,
 * or the whole result in the last one; so may the error that ends an answer which broke off. For one thread.
 */
final class AnswerReader {

    private final Consumer<AnswerEvent> listener;

    AnswerReader(Consumer<AnswerEvent> listener) {
        this.listener = listener;
    }

    /** The result, once {@code event} holds it. */
    Optional<Answer> accept(ServerEvent event) {
        if (event.data().equals("[DONE]")) {
            return Optional.empty();
        }
        var chunk = parse(event.data());
        if (chunk.has("error")) {
            var error = chunk.path("error");
            if (error.has("millrace")) {
                return Optional.of(answer(error.path("millrace")));
            }
            throw new CommandFailure(ExitCode.FAILED, error.path("message").asText("the answer broke off: ask again"));
        }
        var fragment =
                chunk.path("choices").path(0).path("delta").path("content").asText("");
        if (!fragment.isEmpty()) {
            listener.accept(new AnswerEvent.Text(fragment));
        }
        var own = chunk.path("millrace");
        if (own.path("kind").asText("").equals("item")) {
            item(own);
        }
        return own.has("status") ? Optional.of(answer(own)) : Optional.empty();
    }

    private void item(JsonNode item) {
        var sentence = item.path("json");
        if (sentence.has("sentence")) {
            listener.accept(
                    new AnswerEvent.Checked(index(item.path("path").asText("/")), CheckedSentence.of(sentence)));
        }
    }

    /** Place among its siblings. */
    private static int index(String path) {
        var levels = Paths.parse(path);
        return levels.isEmpty() ? 0 : levels.get(levels.size() - 1).getIndex();
    }

    private static Answer answer(JsonNode result) {
        var sentences = new ArrayList<CheckedSentence>();
        for (var sentence : result.path("json")) {
            sentences.add(CheckedSentence.of(sentence));
        }
        return new Answer(
                result.path("requestId").asText(""),
                result.path("status").asText("FAILED"),
                result.path("text").asText(""),
                sentences,
                result.path("cost").asDouble(0),
                error(result));
    }

    private static String error(JsonNode result) {
        var message = result.path("errorMessage").asText("");
        var missing = new ArrayList<String>();
        for (var part : result.path("missing")) {
            missing.add(part.path("stage").asText("") + " (" + part.path("code").asText("") + ")");
        }
        return message.isEmpty() && !missing.isEmpty() ? "missing: " + String.join(", ", missing) : message;
    }

    private static JsonNode parse(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "the server sent an event that is not JSON: check that --url names Millrace", e);
        }
    }
}
