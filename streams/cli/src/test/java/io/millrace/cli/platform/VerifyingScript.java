package io.millrace.cli.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.testkit.engine.ChatReply;
import io.millrace.testkit.engine.ChatRequest;
import io.millrace.testkit.engine.Script;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** What an engine says to the stages of {@code verified-answer}. */
final class VerifyingScript {

    private static final ObjectMapper JSON = new ObjectMapper();

    private VerifyingScript() {}

    /** An engine that answers the question by {@code answer} and finds every sentence supported. */
    static Script answering(Script answer) {
        return (request, reply) -> {
            switch (task(request)) {
                case "Answer" -> answer.answer(request, reply);
                case "List" -> say(reply, JSON.writeValueAsString(List.of(sentence(request))));
                case "Write" -> say(reply, request.lastMessage());
                case "Judge" -> say(reply, "{\"verdict\": \"supported\", \"citation\": 1}");
                default -> reply.refuse(400, "no script for " + request.prompt());
            }
        };
    }

    /** First word of the system prompt. */
    private static String task(ChatRequest request) {
        return request.prompt().strip().split("\\s", 2)[0];
    }

    private static String sentence(ChatRequest request) {
        return request.lastMessage()
                .lines()
                .skip(1)
                .collect(Collectors.joining(" "))
                .replace("Sentence: ", "");
    }

    private static void say(ChatReply reply, String text) throws IOException {
        reply.words(text).done();
    }
}
