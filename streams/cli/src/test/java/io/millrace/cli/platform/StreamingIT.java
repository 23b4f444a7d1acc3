package io.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.http.Api;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.engine.ChatReply;
import io.millrace.testkit.engine.Script;
import io.millrace.testkit.engine.ScriptedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client at the front door, an engine that says what the test wants, and everything between them as it is shipped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamingIT {

    private static final TestPlatform CLUSTER = TestPlatform.shared();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    /** Longer than the checks of a sentence take, for which one test withholds the next. */
    private static final Duration TOKEN_TIMEOUT = Duration.ofSeconds(15);

    private static final String ENGINE_ERROR = "{\"error\": {\"message\": \"out of memory\"}}";
    private static final String FIRST = "A lane is a partition of the work topic of a pool. ";
    private static final String LAST = "One worker owns it at a time.";

    private final Parts parts = new Parts();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch released = new CountDownLatch(1);
    private ScriptedServer engine;
    private URI url;

    @BeforeAll
    void startPlatform(@TempDir Path documents) throws Exception {
        engine = parts.add(ScriptedServer.start(Script.saying("not scripted")), ScriptedServer::close);
        Files.writeString(documents.resolve("lanes.md"), "# Lanes\n\nA lane is a partition of the work topic.\n");
        Files.writeString(documents.resolve("pools.md"), "# Pools\n\nA pool is an engine with its workers.\n");
        var settings = CLUSTER.rawSettings(Map.of(
                "engine.url",
                engine.url(),
                "engine.token.timeout.ms",
                Long.toString(TOKEN_TIMEOUT.toMillis()),
                "engine.retries",
                "0",
                "tokens.retry.budget",
                "1",
                "quota.acme.requests",
                "1",
                "index.dir",
                documents.resolve("index").toString(),
                "natives.dir",
                documents.resolve("natives").toString(),
                "retrieve.mode",
                "bm25",
                "server.port",
                "0"));
        var progress = new PrintWriter(Writer.nullWriter());
        new DocumentIndexing(settings, progress).index(documents);
        var platform = new Platform(settings, parts);
        platform.prepare();
        var tokens = platform.startTokens();
        platform.startWorkers();
        url = platform.startServer(tokens);
        DefaultPipelines.publishMissing(Api.of(url));
        platform.awaitReady(Api.of(url));
    }

    @AfterEach
    void answerNothingMore() {
        engine.script(Script.saying("not scripted"));
    }

    @AfterAll
    void stopPlatform() {
        released.countDown();
        parts.close();
    }

    @Test
    void shouldVerifyTheFirstSentenceWhileTheLastIsUnwritten() throws Exception {
        // Given
        engine.script(VerifyingScript.answering((request, reply) -> {
            reply.words(FIRST).await(released);
            reply.words(LAST).done();
        }));
        try (var derived = CLUSTER.reader(TokensTopics.DERIVED, Isolation.UNCOMMITTED)) {
            // When
            var answer = ask("verified-answer");

            // Then
            var verdicts = derived.awaitMatching(
                    1,
                    WITHIN,
                    message -> message.value().getRequestId().equals(answer.id())
                            && message.value().getStage().equals("checked")
                            && message.value().getKind() == ElementKind.DATA);
            await().atMost(WITHIN).untilAsserted(() -> assertThat(answer.text()).isEqualTo(FIRST));
            assertThat(verdicts.get(0).value().getPath().get(0).getIndex()).isZero();
            assertThat(verdicts.get(0).value().getJson()).contains("supported", FIRST.strip());
            assertThat(answer.isOver()).isFalse();
            released.countDown();
            assertThat(answer.whole()).isEqualTo(FIRST + LAST);
            assertThat(answer.events()).last().isEqualTo("[DONE]");
            var result = result(answer.id());
            assertThat(result.getStatus()).isEqualTo(ResultStatus.COMPLETE);
            assertThat(JSON.readTree(result.getJson())).hasSize(2);
        }
    }

    /** What an engine may do after half an answer, by the reason in the result. */
    private static Stream<Arguments> failuresInMidAnswer() {
        return Stream.of(
                arguments("STREAM_BROKEN", (Script)
                        (request, reply) -> half(reply).breakOff()),
                arguments("STREAM_BROKEN", (Script)
                        (request, reply) -> half(reply).close()),
                arguments("MALFORMED_STREAM", (Script)
                        (request, reply) -> half(reply).data("{not json")),
                arguments(
                        "ENGINE_ERROR", (Script) (request, reply) -> half(reply).data(ENGINE_ERROR)),
                arguments("ENGINE_TIMEOUT", (Script)
                        (request, reply) -> half(reply).awaitClientGone()));
    }

    private static ChatReply half(ChatReply reply) throws IOException {
        return reply.words(FIRST + "One worker");
    }

    @ParameterizedTest
    @MethodSource("failuresInMidAnswer")
    void shouldKeepWhatWasSaidAndEndWithAnErrorWhenTheEngineFailsInMidAnswer(String code, Script failure)
            throws Exception {
        // Given
        engine.script(VerifyingScript.answering(failure));

        // When
        var answer = ask("verified-answer");

        // Then
        assertThat(answer.whole()).isEqualTo(FIRST + "One worker");
        var result = result(answer.id());
        assertThat(result.getStatus()).isEqualTo(ResultStatus.PARTIAL);
        assertThat(result.getComplete()).isFalse();
        assertThat(result.getText()).isEqualTo(FIRST + "One worker");
        assertThat(result.getMissing().get(0).getCode()).isEqualTo(code);
        assertThat(result.getJson()).contains(FIRST.strip());
        assertThat(answer.finishReason()).isEmpty();
        assertThat(answer.error().path("code").asText()).isEqualTo(code.toLowerCase(Locale.ROOT));
        assertThat(answer.error().at("/millrace/text").asText()).isEqualTo(FIRST + "One worker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "content_filter"})
    void shouldSayThatTheEngineCutItsAnswerShort(String reason) throws Exception {
        // Given
        engine.script(VerifyingScript.answering(
                (request, reply) -> reply.words(FIRST).finish(reason).doneWithoutUsage()));

        // When
        var answer = ask("verified-answer");

        // Then
        assertThat(answer.whole()).isEqualTo(FIRST);
        assertThat(answer.finishReason()).isEqualTo(reason);
        assertThat(answer.events()).last().isEqualTo("[DONE]");
        assertThat(result(answer.id()).getFinishReason()).hasToString(reason.toUpperCase(Locale.ROOT));
    }

    @Test
    void shouldFailWhenTheEngineIsDown() throws Exception {
        // Given
        engine.script((request, reply) -> {
            throw new IOException("the connection is dropped");
        });

        // When
        var answer = ask("verified-answer");

        // Then
        answer.whole();
        var result = result(answer.id());
        assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
        assertThat(result.getErrorCode()).isEqualTo("ENGINE_UNREACHABLE");
        assertThat(answer.error().path("code").asText()).isEqualTo("engine_unreachable");
        assertThat(answer.error().path("message").asText()).isNotBlank();
    }

    @Test
    void shouldNotFindAPipelineThatIsNotThere() throws Exception {
        var answer = ask("no-such-pipeline");

        answer.whole();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().path("message").asText()).contains("no-such-pipeline");
    }

    @Test
    void shouldRefuseATenantWhatExceedsItsQuotaUntilItsRequestHasEnded() throws Exception {
        // Given
        var enough = new CountDownLatch(1);
        engine.script(VerifyingScript.answering((request, reply) -> {
            reply.words(FIRST).await(enough);
            reply.done();
        }));

        // When
        var running = new ArrayList<StreamedAnswer>();
        var refused = await().atMost(WITHIN).until(() -> answerOrNext(running), answer -> answer.status() == 429);
        running.remove(refused);
        enough.countDown();

        // Then
        assertThat(running)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.whole()).isEqualTo(FIRST));
        refused.whole();
        assertThat(refused.error().path("code").asText()).isEqualTo("quota_requests");
        assertThat(ask("verified-answer").whole()).isEqualTo(FIRST);
        await().atMost(WITHIN).until(() -> ask("verified-answer", "acme").status() == 200);
    }

    /** Another request of the tenant, whichever task it comes to. */
    private StreamedAnswer answerOrNext(List<StreamedAnswer> running) throws Exception {
        var answer = ask("verified-answer", "acme");
        running.add(answer);
        return answer;
    }

    private static Result result(String requestId) {
        try (var results = CLUSTER.reader(TokensTopics.RESULTS, Isolation.COMMITTED)) {
            return results.awaitValues(requestId, 1, WITHIN).get(0);
        }
    }

    private StreamedAnswer ask(String pipeline) throws Exception {
        return ask(pipeline, "default");
    }

    private StreamedAnswer ask(String pipeline, String tenant) throws Exception {
        var body = JSON.createObjectNode().put("model", pipeline).put("stream", true);
        body.putArray("messages").addObject().put("role", "user").put("content", "What is a lane?");
        var request = HttpRequest.newBuilder(url.resolve("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .header("X-Millrace-Tenant", tenant)
                .timeout(WITHIN)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return new StreamedAnswer(client.send(request, HttpResponse.BodyHandlers.ofLines()));
    }
}
