package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicReader;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registry, broker and topics go away under a server that has not asked the registry for everything yet. */
@Timeout(180)
class ServerOutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TestPlatform PLATFORM = TestPlatform.dedicated("server-outage");

    private static @Nullable ServerFixture shared;

    @BeforeAll
    static void start() {
        shared = ServerFixture.start(PLATFORM, Map.of(CoreSettings.OUTAGE_RETRY, "500"));
        assertThat(http().put("/api/v1/tokens/pipelines/echo", "echo", "application/yaml")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        try {
            if (shared != null) {
                shared.close();
            }
        } finally {
            PLATFORM.local().close();
        }
    }

    @Test
    void shouldRefuseToPublishUntilTheRegistryIsBack() {
        PLATFORM.local().registry().kill();

        var refused = cancel("r1");

        startRegistry();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(TestHttp.json(refused).get("detail").textValue()).contains("registry");
        Awaitility.await().atMost(PATIENCE).until(() -> cancel("r1").statusCode() == 201);
        try (var controls = PLATFORM.reader(TokensTopics.CONTROL, Isolation.UNCOMMITTED)) {
            assertThat(controls.drain(PATIENCE)).hasSize(1);
        }
    }

    @Test
    void shouldAnswerAfterARegistryThatWasAwayWhenTheReplyCame() {
        // Given a server that has published requests, but has never read a reply
        try (var requests = PLATFORM.reader(TokensTopics.REQUESTS, Isolation.UNCOMMITTED);
                var replies = PLATFORM.writer(TokensTopics.REPLIES)) {
            replies.writeTo(0, "another", finished("another", 0));
            assertThat(publishRequest("another").statusCode()).isEqualTo(201);
            requests.awaitValues("another", 1, PATIENCE);

            // When
            PLATFORM.local().registry().kill();
            var answer = CompletableFuture.supplyAsync(() -> http().post(
                            "/v1/chat/completions",
                            "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"held back\"}]}"));
            var request = asked(requests, "held back");
            replies.writeTo(
                    request.getReplyTo(),
                    request.getRequestId(),
                    finished(request.getRequestId(), request.getReplyTo()));
            startRegistry();

            // Then
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(TestHttp.json(answer.join())
                            .at("/choices/0/message/content")
                            .textValue())
                    .isEqualTo("Rivers bend.");
        }
    }

    @Test
    void shouldHoldTailsBackUntilTheRegistryIsBack() throws IOException {
        // Given a server that has never read a result
        try (var results = PLATFORM.writer(TokensTopics.RESULTS)) {
            results.writeTo(0, "tailed", result("before"));
            try (var live = tail("latest").awaitLive()) {
                PLATFORM.local().registry().kill();

                // When
                results.writeTo(0, "tailed", result("meanwhile"));
                try (var past = tail("earliest")) {
                    startRegistry();

                    // Then
                    assertThat(nextId(past)).isEqualTo("before");
                    assertThat(nextId(past)).isEqualTo("meanwhile");
                    assertThat(nextId(live)).isEqualTo("meanwhile");
                }
            }
        }
    }

    @Test
    void shouldNameAMissingTopicUntilItIsThere() throws Exception {
        // Given
        try (var admin = Admin.create(PLATFORM.settings().kafkaClient())) {
            admin.deleteTopics(List.of(TokensTopics.USAGE.name())).all().get();
        }
        awaitNotReady("missing topics [tokens.usage]; create them with 'millrace topics create'");

        // When
        PLATFORM.create(List.of(TokensTopics.USAGE));

        // Then
        Awaitility.await().atMost(PATIENCE).until(() -> ready().statusCode() == 200);
    }

    @Test
    void shouldNotBeReadyWhileTheBrokerIsAway() {
        PLATFORM.local().broker().kill();
        awaitNotReady("the broker has not answered for more than 10 s; bring it back");

        PLATFORM.local().broker().start();

        Awaitility.await().atMost(PATIENCE).until(() -> ready().statusCode() == 200);
    }

    private static void awaitNotReady(String reason) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            var answer = ready();
            assertThat(TestHttp.json(answer).at("/parts/topics/reason").textValue())
                    .isEqualTo(reason);
            assertThat(answer.statusCode()).isEqualTo(503);
        });
    }

    private static HttpResponse<String> ready() {
        return http().get("/health/ready");
    }

    private static TestHttp http() {
        return Objects.requireNonNull(shared, "started before all").http();
    }

    private static void startRegistry() {
        PLATFORM.local().registry().start();
        PLATFORM.local().registry().awaitReady(PATIENCE);
    }

    private static TestEvents tail(String from) {
        return http().events(HttpRequest.newBuilder(), "/api/v1/topics/tokens.results/tail?key=tailed&from=" + from);
    }

    private static String nextId(TestEvents events) {
        return events.next().orElseThrow().json().at("/value/requestId").asText();
    }

    private static HttpResponse<String> cancel(String requestId) {
        return http().post(
                        "/api/v1/topics/tokens.control",
                        "{\"key\":\"%1$s\",\"value\":{\"requestId\":\"%1$s\",\"kind\":\"CANCEL\",\"at\":1}}"
                                .formatted(requestId));
    }

    private static HttpResponse<String> publishRequest(String requestId) {
        return http().post(
                        "/api/v1/topics/tokens.requests",
                        ("{\"key\":\"%1$s\",\"value\":{\"requestId\":\"%1$s\",\"pipeline\":\"echo\","
                                        + "\"input\":\"why?\",\"at\":1}}")
                                .formatted(requestId));
    }

    private static Request asked(TopicReader<Request> requests, String question) {
        return requests.awaitMatching(
                        1, PATIENCE, event -> event.value().getInput().equals(question))
                .get(0)
                .value();
    }

    private static Reply finished(String requestId, int replyTo) {
        return Reply.newBuilder()
                .setRequestId(requestId)
                .setReplyTo(replyTo)
                .setSequence(0)
                .setKind(ReplyKind.FINISHED)
                .setResult(result(requestId))
                .setAt(1)
                .build();
    }

    private static Result result(String requestId) {
        return Result.newBuilder()
                .setRequestId(requestId)
                .setPipeline("echo")
                .setStatus(ResultStatus.COMPLETE)
                .setComplete(true)
                .setText("Rivers bend.")
                .setUsage(new Usage(3L, 0L, 2L))
                .setStartedAt(1)
                .setAt(2)
                .build();
    }
}
