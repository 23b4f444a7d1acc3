package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.app.Build;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicWriter;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private static @Nullable ServerFixture shared;

    @BeforeAll
    static void start() {
        shared = ServerFixture.start(PLATFORM, Map.of("server.body.bytes", "65536"));
        assertThat(http().put("/api/v1/tokens/pipelines/echo", "echo", "application/yaml")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        if (shared != null) {
            shared.close();
        }
    }

    @Test
    void shouldPublishAnEventThatFitsItsSchema() {
        var id = PLATFORM.uniqueName("published");

        var answer =
                http().post("/api/v1/topics/tokens.requests", "{\"key\":\"" + id + "\",\"value\":" + value(id) + "}");

        assertThat(answer.statusCode()).isEqualTo(201);
        var json = TestHttp.json(answer);
        assertThat(json.get("position").textValue())
                .isEqualTo("tokens.requests/" + json.get("partition") + "/" + json.get("offset"));
        assertThat(requests(id, 1)).extracting(Request::getInput).containsExactly("why?");
    }

    @Test
    void shouldNameEveryFieldThatDoesNotFit() {
        var answer = http().post("/api/v1/topics/tokens.requests", "{\"key\":\"k\",\"value\":{\"input\":1,\"hue\":2}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(TestHttp.json(answer).get("errors").findValuesAsText("place"))
                .contains("value.requestId", "value.input", "value.hue", "value.pipeline", "value.at");
    }

    @Test
    void shouldReportEachRecordOfABatch() {
        var id = PLATFORM.uniqueName("batch");
        var good = "{\"key\":\"" + id + "\",\"value\":" + value(id) + "}";

        var answer = http().post("/api/v1/topics/tokens.requests", "[" + good + ",{\"key\":\"k\"}," + good + "]");

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(TestHttp.json(answer).get("records").findValuesAsText("status"))
                .containsExactly("201", "400", "201");
        requests(id, 2);
    }

    @Test
    void shouldRefuseWhatTheCatalogueDoesNotLetBePublished() {
        assertThat(http().post("/api/v1/topics/tokens.results", "{\"key\":\"k\",\"value\":{}}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(http().post("/api/v1/topics/no.topic", "{\"key\":\"k\",\"value\":{}}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseBodiesThatAreTooLargeOrNotJson() {
        var large = "{\"key\":\"" + "x".repeat(70_000) + "\"}";

        assertThat(http().post("/api/v1/topics/tokens.requests", large).statusCode())
                .isEqualTo(413);
        assertThat(http().post("/api/v1/topics/tokens.requests", "{\"key\":").statusCode())
                .isEqualTo(400);
        assertThat(http().post("/api/v1/topics/tokens.requests", "[".repeat(30_000))
                        .statusCode())
                .isEqualTo(400);
        assertThat(http().put("/api/v1/tokens/pipelines/x", "<x/>", "application/xml")
                        .statusCode())
                .isEqualTo(415);
        assertThat(http().get("/api/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(http().delete("/version").statusCode()).isEqualTo(405);
    }

    @Test
    void shouldPublishOnceForOneIdempotencyKeyWhoeverAsksAtOnce() {
        var id = PLATFORM.uniqueName("once");
        var body = "{\"key\":\"" + id + "\",\"value\":" + value(id) + "}";

        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> http().post("/api/v1/topics/tokens.requests", body, "Idempotency-Key", id)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 201);
        assertThat(answers)
                .extracting(a -> TestHttp.json(a).get("offset").longValue())
                .containsOnly(TestHttp.json(answers.get(0)).get("offset").longValue());
        assertThat(requests(id, 1)).hasSize(1);
    }

    @Test
    void shouldRefuseAKeyThatBelongsToAnotherEvent() {
        var id = PLATFORM.uniqueName("reused");
        http().post(
                        "/api/v1/topics/tokens.requests",
                        "{\"key\":\"" + id + "\",\"value\":" + value(id) + "}",
                        "Idempotency-Key",
                        id);

        var other = http().post(
                        "/api/v1/topics/tokens.requests",
                        "{\"key\":\"other\",\"value\":" + value("other") + "}",
                        "Idempotency-Key",
                        id);

        assertThat(other.statusCode()).isEqualTo(422);
    }

    @Test
    void shouldTailFromTheBeginningAndResumeWhereItWas() throws IOException {
        var id = PLATFORM.uniqueName("tailed");
        var body = "{\"key\":\"" + id + "\",\"value\":" + value(id) + "}";
        http().post("/api/v1/topics/tokens.requests", "[" + body + "," + body + "]");
        var path = "/api/v1/topics/tokens.requests/tail?from=earliest&key=" + id;
        String last;
        try (var events = http().events(HttpRequest.newBuilder(), path)) {
            var first = events.next().orElseThrow();
            assertThat(first.json().at("/value/input").textValue()).isEqualTo("why?");
            last = first.id();
        }

        try (var events = http().events(HttpRequest.newBuilder().header("Last-Event-ID", last), path)) {
            var second = events.next().orElseThrow();
            assertThat(second.json().get("key").textValue()).isEqualTo(id);
            assertThat(second.id()).isNotEqualTo(last);
            events.awaitLive();
            http().post("/api/v1/topics/tokens.requests", body);
            assertThat(events.next().orElseThrow().json().get("key").textValue())
                    .isEqualTo(id);
        }
    }

    @Test
    void shouldServeOneTailToManyFromOneReader() throws IOException {
        var id = PLATFORM.uniqueName("shared");
        var path = "/api/v1/topics/tokens.requests/tail?key=" + id;
        try (var one = http().events(HttpRequest.newBuilder(), path).awaitLive();
                var two = http().events(HttpRequest.newBuilder(), path).awaitLive()) {
            http().post("/api/v1/topics/tokens.requests", "{\"key\":\"" + id + "\",\"value\":" + value(id) + "}");

            assertThat(one.next().orElseThrow().data())
                    .isEqualTo(two.next().orElseThrow().data());
        }
    }

    @Test
    void shouldReadStoresByKeyAndInPages() {
        var prefix = PLATFORM.uniqueName("paged");
        var ids = new ArrayList<String>();
        for (int i = 0; i < 23; i++) {
            ids.add(prefix + "-" + (char) ('a' + i));
            http().post(
                            "/api/v1/topics/tokens.requests",
                            "{\"key\":\"" + ids.get(i) + "\",\"value\":" + value(ids.get(i)) + "}");
        }
        ids.forEach(id -> Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> http().get("/api/v1/stores/tokens-requests/" + id).statusCode() == 200));

        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = TestHttp.json(http().get("/api/v1/stores/tokens-requests?limit=5&prefix=" + prefix + cursor));
            seen.addAll(page.get("items").findValuesAsText("key"));
            cursor = page.get("cursor").isNull()
                    ? null
                    : "&cursor=" + page.get("cursor").textValue();
        } while (cursor != null);

        assertThat(seen).containsExactlyElementsOf(ids);
        var one = TestHttp.json(http().get("/api/v1/stores/tokens-requests/" + ids.get(0)));
        assertThat(one.at("/value/status").textValue()).isEqualTo("RUNNING");
        assertThat(one.get("role").textValue()).isEqualTo("active");
        assertThat(one.get("isolation").textValue()).isEqualTo("uncommitted");
        assertThat(one.get("position").size()).isEqualTo(1);
    }

    @Test
    void shouldTellWhatAStoreDoesNotHold() {
        assertThat(http().get("/api/v1/stores/tokens-requests/none").statusCode())
                .isEqualTo(404);
        assertThat(http().get("/api/v1/stores/none").statusCode()).isEqualTo(404);
        assertThat(http().get("/api/v1/stores/tokens-requests?limit=501").statusCode())
                .isEqualTo(400);
        assertThat(http().get("/api/v1/stores/tokens-requests?cursor=abc").statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldShowTheTreeOfARequest() {
        var accepted = http().post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"why?\"}");
        assertThat(accepted.statusCode()).isEqualTo(202);
        var self = TestHttp.json(accepted).at("/links/self").textValue();
        assertThat(http().get(self).statusCode()).isEqualTo(200);

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            var shown = TestHttp.json(http().get(self));
            assertThat(shown.get("status").textValue()).isEqualTo("RUNNING");
            assertThat(shown.at("/tree/stages/0/stage").textValue()).isEqualTo("answer");
            assertThat(shown.at("/tree/children/0/path").textValue()).isEqualTo("/1.0/");
        });
    }

    @Test
    void shouldStreamAnAnswerAsItIsWritten() throws IOException {
        var question = PLATFORM.uniqueName("stream");
        var asked = CompletableFuture.supplyAsync(() -> request(question));
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
        var answer =
                CompletableFuture.supplyAsync(() -> http().post("/v1/chat/completions", chatBody(question, false)));
        try (var replies = new Replies(request(question))) {
            replies.finished(ResultStatus.COMPLETE, "Rivers bend.");
        }

        var json = TestHttp.json(answer.join());
        assertThat(json.at("/choices/0/message/content").textValue()).isEqualTo("Rivers bend.");
        assertThat(json.at("/millrace/status").textValue()).isEqualTo("COMPLETE");
    }

    @Test
    void shouldTellAFailureInItsStatusWhereNothingWasSent() throws IOException {
        var question = PLATFORM.uniqueName("failed");
        var asked = CompletableFuture.supplyAsync(() -> request(question));
        var answer = CompletableFuture.supplyAsync(() -> http().post("/v1/chat/completions", chatBody(question, true)));
        try (var replies = new Replies(asked.join())) {
            replies.finished(ResultStatus.FAILED, null);
        }

        assertThat(answer.join().statusCode()).isEqualTo(502);
        assertThat(TestHttp.json(answer.join()).at("/error/code").textValue()).isEqualTo("engine_down");
    }

    @Test
    void shouldEndTheStreamWithAnErrorWhenAnotherRunAnswersDifferently() throws IOException {
        var question = PLATFORM.uniqueName("superseded");
        var asked = CompletableFuture.supplyAsync(() -> request(question));
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
        var asked = CompletableFuture.supplyAsync(() -> request(question));
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
    void shouldShowWhatHappensInARequestUpToItsResult() throws IOException {
        var accepted = TestHttp.json(http().post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"why?\"}"));
        var id = accepted.get("requestId").textValue();
        try (var elements = PLATFORM.writer(TokensTopics.ELEMENTS);
                var derived = PLATFORM.writer(TokensTopics.DERIVED);
                var results = PLATFORM.writer(TokensTopics.RESULTS)) {
            elements.write(id, element(id, "answer"));
            derived.write(id, element(id, "sentences"));
            results.write(id, result(id, "echo", ResultStatus.COMPLETE, "done"));
        }

        try (var events = http().events(
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
                http().post("/api/v1/tokens/pipelines/echo/requests?wait=true", "{\"input\":\"" + question + "\"}"));
        try (var replies = new Replies(request(question))) {
            replies.finished(ResultStatus.FAILED, null);
        }

        assertThat(TestHttp.json(answer.join()).get("errorCode").textValue()).isEqualTo("ENGINE_DOWN");
    }

    @Test
    void shouldVersionPipelinesAndForgetDeletedOnes() {
        var path = "/api/v1/tokens/pipelines/short-lived";
        assertThat(http().put(path, "short-lived", "application/yaml").statusCode())
                .isEqualTo(201);
        assertThat(http().put(path, "short-lived", "application/yaml").statusCode())
                .isEqualTo(200);
        assertThat(TestHttp.json(http().get(path)).get("version").intValue()).isEqualTo(1);

        assertThat(http().delete(path).statusCode()).isEqualTo(204);

        assertThat(http().get(path).statusCode()).isEqualTo(404);
        assertThat(http().put(path, "other", "application/yaml").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldCancelTheRequestOfAClientThatGoesAway() throws IOException {
        var question = PLATFORM.uniqueName("gone");
        var asked = CompletableFuture.supplyAsync(() -> request(question));
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
        var unknown = http().post(
                        "/v1/chat/completions",
                        "{\"model\":\"none\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        var empty = http().post(
                        "/v1/chat/completions",
                        "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestHttp.json(unknown).at("/error/code").textValue()).isEqualTo("model_not_found");
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(TestHttp.json(empty).at("/error/type").textValue()).isEqualTo("invalid_request_error");
        assertThat(TestHttp.json(http().get("/v1/models")).get("data").findValuesAsText("id"))
                .contains("echo");
    }

    @Test
    void shouldExposeMetricsAndVersion() {
        assertThat(http().get("/metrics").body()).contains("millrace_app_ready");
        assertThat(TestHttp.json(http().get("/version")).get("version").textValue())
                .isEqualTo(Build.read().version());
        assertThat(http().get("/health/live").statusCode()).isEqualTo(200);
    }

    private static TestHttp http() {
        if (shared == null) {
            throw new IllegalStateException("not started");
        }
        return shared.http();
    }

    private static TestEvents chat(String question, boolean stream) {
        return http().events(
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

    /** The request that asks this, once it is on the log. */
    private static Request request(String question) {
        try (var requests = PLATFORM.reader(TokensTopics.REQUESTS, Isolation.UNCOMMITTED)) {
            return requests.awaitMatching(
                            1, PATIENCE, event -> event.value().getInput().equals(question))
                    .get(0)
                    .value();
        }
    }

    private static List<Request> requests(String key, int count) {
        try (var requests = PLATFORM.reader(TokensTopics.REQUESTS, Isolation.COMMITTED)) {
            requests.awaitValues(key, count, PATIENCE);
            return requests.drain(PATIENCE).stream()
                    .filter(event -> key.equals(event.key()))
                    .map(event -> event.value())
                    .toList();
        }
    }

    private static String value(String id) {
        return "{\"requestId\":\"" + id + "\",\"pipeline\":\"none\",\"input\":\"why?\",\"at\":1}";
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

    private static Result result(String id, String pipeline, ResultStatus status, @Nullable String text) {
        return Result.newBuilder()
                .setRequestId(id)
                .setPipeline(pipeline)
                .setStatus(status)
                .setComplete(status == ResultStatus.COMPLETE)
                .setText(text)
                .setErrorCode(text == null ? "ENGINE_DOWN" : null)
                .setUsage(new Usage(3L, 0L, 2L))
                .setStartedAt(1)
                .setAt(2)
                .build();
    }

    /** Plays the topology: replies to one request. */
    private static final class Replies implements AutoCloseable {

        private final Request request;
        private final TopicWriter<Reply> writer = PLATFORM.writer(TokensTopics.REPLIES);

        Replies(Request request) {
            this.request = request;
        }

        void delta(long run, long seq, String text) {
            send(reply(ReplyKind.DELTA)
                    .setStage("answer")
                    .setRun(run)
                    .setSeq(seq)
                    .setText(text)
                    .build());
        }

        void finished(ResultStatus status, @Nullable String text) {
            send(reply(ReplyKind.FINISHED)
                    .setResult(result(request.getRequestId(), request.getPipeline(), status, text))
                    .build());
        }

        private Reply.Builder reply(ReplyKind kind) {
            return Reply.newBuilder()
                    .setRequestId(request.getRequestId())
                    .setReplyTo(request.getReplyTo())
                    .setSequence(0)
                    .setKind(kind)
                    .setAt(1);
        }

        private void send(Reply reply) {
            writer.writeTo(request.getReplyTo(), request.getRequestId(), reply);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
