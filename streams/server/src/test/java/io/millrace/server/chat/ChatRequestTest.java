package io.millrace.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.Message;
import io.millrace.queries.ProblemException;
import io.millrace.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatRequestTest {

    @Test
    void shouldTakeTheLastMessageAsTheQuestion() {
        var chat = parse("""
                {"model": "verified-answer", "stream": true, "stream_options": {"include_usage": true},
                 "temperature": 0.5, "max_completion_tokens": 20, "user": "someone",
                 "messages": [{"role": "developer", "content": "be brief"},
                              {"role": "user", "content": "hello"}, {"role": "assistant", "content": "hi"},
                              {"role": "user", "content": [{"type": "text", "text": "why "},
                                                           {"type": "text", "text": "so?"}]}]}
                """);

        assertThat(chat.input()).isEqualTo("why so?");
        assertThat(chat.earlier())
                .containsExactly(
                        new Message("system", "be brief"),
                        new Message("user", "hello"),
                        new Message("assistant", "hi"));
        assertThat(chat.parameters()).isEqualTo(Map.of("temperature", "0.5", "max_tokens", "20"));
        assertThat(chat.stream()).isTrue();
        assertThat(chat.includeUsage()).isTrue();
    }

    @Test
    void shouldNameTheParameterThatIsWrong() {
        assertWrong("messages", "{\"model\":\"m\"}");
        assertWrong("messages", "{\"model\":\"m\",\"messages\":[]}");
        assertWrong("messages[0].role", "{\"model\":\"m\",\"messages\":[{\"role\":\"boss\",\"content\":\"x\"}]}");
        assertWrong("messages[0].content", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":7}]}");
        assertWrong("messages", "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}");
        assertWrong("model", with(""));
        assertWrong("n", with("\"model\":\"m\",\"n\":2,"));
        assertWrong("tools", with("\"model\":\"m\",\"tools\":[{\"type\":\"function\"}],"));
        assertWrong("stream", with("\"model\":\"m\",\"stream\":\"yes\","));
        assertWrong("temperature", with("\"model\":\"m\",\"temperature\":\"hot\","));
        assertWrong("response_format", with("\"model\":\"m\",\"response_format\":{\"type\":\"json_schema\"},"));
    }

    private static String with(String fields) {
        return "{" + fields + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    }

    private static void assertWrong(String parameter, String body) {
        assertThatThrownBy(() -> parse(body))
                .as(body)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.faults().get(0).place()).isEqualTo(parameter));
    }

    private static ChatRequest parse(String body) {
        return ChatRequest.parse(Json.parse(body.getBytes(StandardCharsets.UTF_8)));
    }
}
