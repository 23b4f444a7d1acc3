package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.documents.Document;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.RequestStatus;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.server.request.Tenant;
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
    void shouldRefuseWhatExceedsTheQuotaOfTheTenantThatTheHeaderNames() {
        var question = PLATFORM.uniqueName("quota");
        var answer = CompletableFuture.supplyAsync(() -> http.post(
                "/api/v1/tokens/pipelines/echo/requests?wait=true",
                "{\"input\":\"" + question + "\"}",
                Tenant.HEADER,
                "acme"));
        var request = Asked.once(question);
        try (var replies = new Replies(request)) {
            replies.refused("tenant 'acme' has enough");
        }

        assertThat(request.getTenant()).isEqualTo("acme");
        assertThat(answer.join().statusCode()).isEqualTo(429);
        assertThat(answer.join().headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.join().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(TestHttp.json(answer.join()).get("detail").textValue()).isEqualTo("tenant 'acme' has enough");
    }

    @Test
    void shouldRefuseATenantThatCannotBe() {
        var answer = http.post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"why?\"}", Tenant.HEADER, "a|b");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(answer).at("/errors/0/place").textValue()).isEqualTo(Tenant.HEADER);
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

    @Test
    void shouldRefuseWhatItDoesNotKnowNamingAllOfIt() {
        var asking = "/api/v1/tokens/pipelines/echo/requests";

        var fields = http.post(asking, "{\"input\":\"why?\",\"hue\":1,\"tone\":2}");
        var parameter = http.post(asking + "?wait=true&patience=long", "{\"input\":\"why?\"}");
        var wait = http.post(asking + "?wait=yes", "{\"input\":\"why?\"}");

        assertThat(fields.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(fields).get("errors").findValuesAsText("place"))
                .containsExactly("hue", "tone");
        assertThat(TestHttp.json(fields).get("detail").textValue())
                .endsWith("input, parameters, messages, deadlineMs, version");
        assertThat(TestHttp.json(parameter).get("code").textValue()).isEqualTo("invalid_parameter");
        assertThat(TestHttp.json(parameter).get("detail").textValue())
                .contains("patience")
                .contains("wait");
        assertThat(TestHttp.json(wait).get("code").textValue()).isEqualTo("invalid_parameter");
    }

    @Test
    void shouldRefuseAVersionThatThereIsNot() {
        var answer =
                http.post("/api/v1/tokens/pipelines/echo/requests?wait=true", "{\"input\":\"why?\",\"version\":99}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(TestHttp.json(answer).get("detail").textValue()).isEqualTo("pipeline 'echo' has no version 99");
    }

    @Test
    void shouldCancelARequestThatRunsAndTellHowOneEnded() {
        var running = accepted("why?");
        var ended = accepted(TinyTokens.ENDED);
        Awaitility.await().atMost(PATIENCE).until(() -> http.get(ended).body().contains(RequestStatus.COMPLETE.name()));

        assertThat(http.delete(running).statusCode()).isEqualTo(202);
        assertThat(http.delete(ended).statusCode()).isEqualTo(200);
        assertThat(TestHttp.json(http.delete(ended)).get("status").textValue()).isEqualTo("COMPLETE");
        assertThat(http.delete("/api/v1/tokens/requests/none").statusCode()).isEqualTo(404);
    }

    /** Address of a request with this input. */
    private String accepted(String input) {
        var answer = http.post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"" + input + "\"}");
        return TestHttp.json(answer).at("/links/self").textValue();
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
