package io.millrace.cli.answer;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a server questions through its OpenAI-compatible front door. */
public final class Conversation {

    /** Pipeline that a fresh installation has. */
    public static final String DEFAULT_PIPELINE = "verified-answer";

    private final Api api;
    private final Map<String, String> headers;

    /** @param tenant in whose name to ask */
    public Conversation(Api api, String tenant) {
        this.api = api;
        this.headers = Map.of("X-Millrace-Tenant", tenant);
    }

    /**
     * Asks and waits for the result.
     *
     * @param listener told of every event as it happens, on this thread
     */
    public Answer ask(String pipeline, String question, Consumer<AnswerEvent> listener) {
        var body = Api.JSON.createObjectNode().put("model", pipeline).put("stream", true);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        var reader = new AnswerReader(listener);
        try (var events = api.events("/v1/chat/completions", body, headers)) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                var answer = reader.accept(event.get());
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        } catch (IOException e) {
            throw cutOff(e);
        }
        throw cutOff(null);
    }

    private static CommandFailure cutOff(@Nullable IOException cause) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                "the server ended the connection before the answer was complete: ask again, or look for the result with"
                        + " 'millrace tail tokens.results --from earliest'",
                cause);
    }
}
