package io.millrace.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.Message;
import io.millrace.queries.ProblemException;
import io.millrace.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void shouldHandOnSamplingSettings() {
        var chat = parse(with("\"model\":\"m\",\"presence_penalty\":-2,\"frequency_penalty\":0.25,\"seed\":7,"
                + "\"stop\":[\"END\",\"\\n\"],\"tool_choice\":\"auto\",\"logprobs\":false,\"n\":1,"
                + "\"modalities\":[\"text\"],\"logit_bias\":{},\"stream_options\":null,"));

        assertThat(chat.parameters())
                .isEqualTo(Map.of(
                        "presence_penalty", "-2",
                        "frequency_penalty", "0.25",
                        "seed", "7",
                        "stop", "[\"END\",\"\\n\"]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "n=\"two\"",
                "n=1.5",
                "temperature=1e400",
                "temperature=-0.1",
                "temperature=2.01",
                "top_p=1.5",
                "presence_penalty=3",
                "frequency_penalty=-2.5",
                "max_tokens=0",
                "max_tokens=1.5",
                "max_completion_tokens=99999999999",
                "seed=0.5",
                "stop=5",
                "stop=[\"a\",\"b\",\"c\",\"d\",\"e\"]",
                "stop=[\"\"]",
                "stream_options=5",
                "tool_choice=\"required\"",
                "tool_choice={\"type\":\"function\"}",
                "modalities=[\"audio\"]",
                "logprobs=true",
                "top_logprobs=3",
                "logit_bias={\"50256\":-100}"
            })
    void shouldRefuseWhatItCannotDoRatherThanIgnoreIt(String parameter, String value) {
        assertWrong(parameter, with("\"model\":\"m\",\"" + parameter + "\":" + value + ","));
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
