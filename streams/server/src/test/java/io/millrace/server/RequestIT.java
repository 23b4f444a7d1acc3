package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.documents.Document;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.TestPlatform;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class RequestIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final TestHttp http;

    RequestIT(ServerFixture server) {
        this.http = server.http();
    }

    @Test
    void shouldRefuseAnEmptyQuestionInTheProtocolOfItsCaller() {
        var chat = http.post(
                "/v1/chat/completions", "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"  \"}]}");
        var request = http.post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"  \"}");

        assertThat(chat.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(chat).at("/error/message").textValue()).contains("empty");
        assertThat(request.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(request).at("/errors/0/place").textValue()).isEqualTo("input");
    }

    @Test
    void shouldShowTheTreeOfARequest() {
        var accepted = http.post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"why?\"}");
        assertThat(accepted.statusCode()).isEqualTo(202);
        var self = TestHttp.json(accepted).at("/links/self").textValue();
        assertThat(http.get(self).statusCode()).isEqualTo(200);

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            var shown = TestHttp.json(http.get(self));
            assertThat(shown.get("status").textValue()).isEqualTo("RUNNING");
            assertThat(shown.at("/tree/stages/0/stage").textValue()).isEqualTo("answer");
            assertThat(shown.at("/tree/children/0/path").textValue()).isEqualTo("/1.0/");
        });
    }

    @Test
    void shouldShowWhatHappensInARequestUpToItsResult() throws IOException {
        var accepted = TestHttp.json(http.post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"why?\"}"));
        var id = accepted.get("requestId").textValue();
        try (var elements = PLATFORM.writer(TokensTopics.ELEMENTS);
                var derived = PLATFORM.writer(TokensTopics.DERIVED);
                var results = PLATFORM.writer(TokensTopics.RESULTS)) {
            elements.write(id, element(id, "answer"));
            derived.write(id, element(id, "sentences"));
            results.write(id, Replies.result(id, "echo", ResultStatus.COMPLETE, "done"));
        }

        try (var events = http.events(
                HttpRequest.newBuilder(), accepted.at("/links/events").textValue())) {
            var seen = new ArrayList<String>();
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                seen.add(event.get().json().get("topic").textValue());
            }
            assertThat(seen)
                    .containsExactlyInAnyOrder("tokens.elements", "tokens.derived", "tokens.results")
                    .last()
                    .isEqualTo("tokens.results");
        }
    }

    @Test
    void shouldGiveTheResultToACallerThatWaits() {
        var question = PLATFORM.uniqueName("waits");
        var answer = CompletableFuture.supplyAsync(() ->
                http.post("/api/v1/tokens/pipelines/echo/requests?wait=true", "{\"input\":\"" + question + "\"}"));
        try (var replies = new Replies(Asked.once(question))) {
            replies.finished(ResultStatus.FAILED, null);
        }

        assertThat(TestHttp.json(answer.join()).get("errorCode").textValue()).isEqualTo("ENGINE_DOWN");
    }

    @Test
    void shouldSayThatTheContentOfAResultCannotBeRead() {
        var question = PLATFORM.uniqueName("lost");
        var answer = CompletableFuture.supplyAsync(() ->
                http.post("/api/v1/tokens/pipelines/echo/requests?wait=true", "{\"input\":\"" + question + "\"}"));
        var request = Asked.once(question);
        var lost = Document.of(request.getRequestId(), "never written", null, System.currentTimeMillis());
        try (var replies = new Replies(request)) {
            replies.finished(lost.ref());
        }

        assertThat(answer.join().statusCode()).isEqualTo(503);
        assertThat(TestHttp.json(answer.join()).get("type").textValue()).isEqualTo("/problems/document-unreadable");
        assertThat(TestHttp.json(answer.join()).get("detail").textValue()).contains("0 of its 1 chunks came");
    }

    @Test
    void shouldVersionPipelinesAndForgetDeletedOnes() {
        var path = "/api/v1/tokens/pipelines/short-lived";
        assertThat(http.put(path, "short-lived", "application/yaml").statusCode())
                .isEqualTo(201);
        assertThat(http.put(path, "short-lived", "application/yaml").statusCode())
                .isEqualTo(200);
        assertThat(TestHttp.json(http.get(path)).get("version").intValue()).isEqualTo(1);

        assertThat(http.delete(path).statusCode()).isEqualTo(204);

        assertThat(http.get(path).statusCode()).isEqualTo(404);
        assertThat(http.put(path, "other", "application/yaml").statusCode()).isEqualTo(400);
    }

    private static Element element(String id, String stage) {
        return Element.newBuilder()
                .setRequestId(id)
                .setStage(stage)
                .setKind(ElementKind.DATA)
                .setSeq(1)
                .setText("text")
                .setAt(1)
                .build();
    }
}
