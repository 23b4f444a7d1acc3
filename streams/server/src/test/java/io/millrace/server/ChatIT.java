package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class ChatIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final TestHttp http;

    ChatIT(ServerFixture server) {
        this.http = server.http();
    }

    @Test
    void shouldStreamAnAnswerAsItIsWritten() throws IOException {
        var question = PLATFORM.uniqueName("stream");
        var asked = CompletableFuture.supplyAsync(() -> Asked.once(question));
        try (var events = chat(question, true)) {
            var request = asked.join();
            try (var replies = new Replies(request)) {
                replies.delta(1, 1, "Rivers ");
                assertThat(events.next()
                                .orElseThrow()
                                .json()
                                .at("/choices/0/delta/role")
                                .textValue())
                        .isEqualTo("assistant");
                assertThat(content(events)).isEqualTo("Rivers ");
                replies.delta(1, 1, "Rivers ");
                replies.delta(1, 2, "bend.");
                assertThat(content(events)).isEqualTo("bend.");
                replies.finished(ResultStatus.COMPLETE, "Rivers bend.");
            }
            assertThat(events.next()
                            .orElseThrow()
                            .json()
                            .at("/choices/0/finish_reason")
                            .textValue())
                    .isEqualTo("stop");
            assertThat(events.next()
                            .orElseThrow()
                            .json()
                            .at("/usage/total_tokens")
                            .longValue())
                    .isEqualTo(5);
            assertThat(events.next().orElseThrow().data()).isEqualTo("[DONE]");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void shouldGiveAWholeAnswer() {
        var question = PLATFORM.uniqueName("whole");
        var answer = CompletableFuture.supplyAsync(() -> http.post("/v1/chat/completions", chatBody(question, false)));
        try (var replies = new Replies(Asked.once(question))) {
            replies.finished(ResultStatus.COMPLETE, "Rivers bend.");
        }

        var json = TestHttp.json(answer.join());
        assertThat(json.at("/choices/0/message/content").textValue()).isEqualTo("Rivers bend.");
        assertThat(json.at("/millrace/status").textValue()).isEqualTo("COMPLETE");
    }

    @Test
    void shouldTellAFailureInItsStatusWhereNothingWasSent() throws IOException {
        var question = PLATFORM.uniqueName("failed");
        var asked = CompletableFuture.supplyAsync(() -> Asked.once(question));
        var answer = CompletableFuture.supplyAsync(() -> http.post("/v1/chat/completions", chatBody(question, true)));
        try (var replies = new Replies(asked.join())) {
            replies.finished(ResultStatus.FAILED, null);
        }

        assertThat(answer.join().statusCode()).isEqualTo(502);
        assertThat(TestHttp.json(answer.join()).at("/error/code").textValue()).isEqualTo("engine_down");
    }

    @Test
    void shouldEndTheStreamWithAnErrorWhenAnotherRunAnswersDifferently() throws IOException {
        var question = PLATFORM.uniqueName("superseded");
        var asked = CompletableFuture.supplyAsync(() -> Asked.once(question));
        try (var events = chat(question, true);
                var replies = new Replies(asked.join())) {
            replies.delta(1, 1, "Rivers ");
            replies.delta(2, 1, "Riv");
            replies.delta(2, 2, "als");
            replies.finished(ResultStatus.COMPLETE, "Rivals");

            events.next();
            assertThat(content(events)).isEqualTo("Rivers ");
            assertThat(events.next().orElseThrow().json().at("/error/code").textValue())
                    .isEqualTo("run_superseded");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void shouldContinueTheStreamWhenAnotherRunAnswersTheSame() throws IOException {
        var question = PLATFORM.uniqueName("continued");
        var asked = CompletableFuture.supplyAsync(() -> Asked.once(question));
        try (var events = chat(question, true);
                var replies = new Replies(asked.join())) {
            replies.delta(1, 1, "Rivers ");
            replies.delta(2, 1, "Rivers be");
            replies.delta(2, 2, "nd.");
            replies.finished(ResultStatus.COMPLETE, "Rivers bend.");

            events.next();
            assertThat(content(events) + content(events) + content(events)).isEqualTo("Rivers bend.");
        }
    }

    @Test
    void shouldCancelTheRequestOfAClientThatGoesAway() throws IOException {
        var question = PLATFORM.uniqueName("gone");
        var asked = CompletableFuture.supplyAsync(() -> Asked.once(question));
        String id;
        try (var events = chat(question, true)) {
            id = asked.join().getRequestId();
            try (var replies = new Replies(asked.join())) {
                replies.delta(1, 1, "Rivers ");
                events.next();
            }
        }

        try (var control = PLATFORM.reader(TokensTopics.CONTROL, Isolation.UNCOMMITTED)) {
            assertThat(control.awaitValues(id, 1, PATIENCE).get(0).getKind()).isEqualTo(ControlKind.CANCEL);
        }
    }

    @Test
    void shouldSpeakOpenAisErrorsOnItsPaths() {
        var unknown = http.post(
                "/v1/chat/completions", "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        var empty = http.post(
                "/v1/chat/completions", "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestHttp.json(unknown).at("/error/code").textValue()).isEqualTo("model_not_found");
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(empty).at("/error/type").textValue()).isEqualTo("invalid_request_error");
        assertThat(TestHttp.json(http.get("/v1/models")).get("data").findValuesAsText("id"))
                .contains("echo");
    }

    @Test
    void shouldRefuseAQuestionThatIsLargerThanARecordMayBe() {
        var answer = http.post("/v1/chat/completions", chatBody("x".repeat(40_000), true));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(TestHttp.json(answer).at("/error/type").textValue()).isEqualTo("invalid_request_error");
    }

    private TestEvents chat(String question, boolean stream) {
        return http.events(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(chatBody(question, stream))),
                "/v1/chat/completions");
    }

    private static String chatBody(String question, boolean stream) {
        return "{\"model\":\"echo\",\"stream\":" + stream + ",\"stream_options\":{\"include_usage\":true},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}";
    }

    private static String content(TestEvents events) {
        return events.next()
                .map(event -> event.json().at("/choices/0/delta/content"))
                .map(JsonNode::textValue)
                .orElseThrow();
    }
}
