package io.millrace.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.millrace.events.avro.tokens.FinishReason;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.queries.Problem;
import io.millrace.server.http.AsyncResponse;
import io.millrace.server.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of a completion that fails or breaks off. */
class ChatExchangeTest {

    private final AtomicReference<Consumer<ChatExchange>> script = new AtomicReference<>();
    private final Javalin server = Javalin.create(config -> {
                config.jetty.host = "127.0.0.1";
                config.jetty.port = 0;
                config.startup.showJavalinBanner = false;
                config.routes.get("/", context -> {
                    var response = AsyncResponse.takeOver(context, 64 * 1024);
                    var exchange = new ChatExchange(
                            response, new Completion("c1", 1, "echo", false), context.queryParam("stream") != null);
                    CompletableFuture.runAsync(() -> script.get().accept(exchange))
                            .join();
                });
            })
            .start();

    @BeforeAll
    static void letAvroMakeRecords() {
        TrustedEvents.trust();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void shouldSayThatAnotherTryIsWorthItWhereThatIsSo() throws Exception {
        var answer = ask(exchange -> exchange.fail(Problem.STOPPING.because("the server is stopping")));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(error(answer, "type")).isEqualTo("server_error");
        assertThat(error(answer, "code")).isEqualTo("stopping");
    }

    @Test
    void shouldBlameTheRequestForAnEventThatIsTooLarge() throws Exception {
        var answer = ask(exchange -> exchange.fail(Problem.BODY_TOO_LARGE.because("at most 32768 bytes")));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(error(answer, "type")).isEqualTo("invalid_request_error");
        assertThat(error(answer, "code")).isEqualTo("body_too_large");
    }

    @Test
    void shouldNameTheReasonOfAResultWithTheStatusOfItsKind() throws Exception {
        var answer = ask(exchange -> exchange.take(finished("DEADLINE")));

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(error(answer, "type")).isEqualTo("server_error");
        assertThat(error(answer, "code")).isEqualTo("deadline");
    }

    @Test
    void shouldRefuseWhatExceedsAQuotaAsAClientOfOpenAiKnowsIt() throws Exception {
        var streamed = ask(exchange -> exchange.take(finished("QUOTA_TOKENS")));
        var whole = askWhole(exchange -> exchange.take(finished("QUOTA_TOKENS")));

        for (var answer : List.of(streamed, whole)) {
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("60");
            assertThat(error(answer, "type")).isEqualTo("rate_limit_error");
            assertThat(error(answer, "code")).isEqualTo("quota_tokens");
        }
    }

    @Test
    void shouldEndAStreamThatBrokeOffWithAnErrorAfterItsText() throws Exception {
        var answer = ask(ChatExchangeTest::breakOff);

        assertThat(answer.statusCode()).isEqualTo(200);
        var events =
                answer.body().lines().filter(line -> line.startsWith("data: ")).toList();
        assertThat(events).hasSize(3);
        assertThat(json(events.get(1)).at("/choices/0/delta/content").textValue())
                .isEqualTo("Rivers ");
        assertThat(json(events.get(2)).at("/error/code").textValue()).isEqualTo("stream_broken");
        assertThat(json(events.get(2)).at("/error/type").textValue()).isEqualTo("server_error");
        assertThat(json(events.get(2)).at("/error/millrace/status").textValue()).isEqualTo("PARTIAL");
    }

    @Test
    void shouldAnswerWithAnErrorThatHasTheTextSoFarWhereItIsNotStreamed() throws Exception {
        var answer = askWhole(ChatExchangeTest::breakOff);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(error(answer, "code")).isEqualTo("stream_broken");
        assertThat(error(answer, "message")).isEqualTo("the engine went away");
        assertThat(error(answer, "millrace/text")).isEqualTo("Rivers ");
    }

    @Test
    void shouldAnswerWithAnErrorThatHasTheTextSoFarWhereItBrokeOffBeforeAnyOfItWasWhole() throws Exception {
        var failed = result().setStatus(ResultStatus.FAILED)
                .setText("Rivers ")
                .setErrorCode("STREAM_BROKEN")
                .setErrorMessage("the engine went away")
                .build();

        var answer = askWhole(exchange -> {
            exchange.take(delta("Rivers "));
            exchange.take(finished(failed));
        });

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(error(answer, "code")).isEqualTo("stream_broken");
        assertThat(error(answer, "message")).isEqualTo("the engine went away");
        assertThat(error(answer, "millrace/status")).isEqualTo("FAILED");
        assertThat(error(answer, "millrace/text")).isEqualTo("Rivers ");
    }

    @Test
    void shouldTellAWholeTextAsWholeThoughVerdictsAreMissing() throws Exception {
        var answer = askWhole(exchange -> {
            exchange.take(delta("Rivers bend."));
            exchange.take(partial("Rivers bend.", "verdict"));
        });

        assertThat(answer.statusCode()).isEqualTo(200);
        var json = Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        assertThat(json.at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
        assertThat(json.at("/millrace/status").textValue()).isEqualTo("PARTIAL");
    }

    @ParameterizedTest
    @CsvSource({"LENGTH, length", "CONTENT_FILTER, content_filter", "STOP, stop", "UNKNOWN, stop", ", stop"})
    void shouldSayWhyTheTextEnds(@Nullable FinishReason reason, String word) throws Exception {
        var whole = askWhole(exchange -> end(exchange, reason));
        var streamed = ask(exchange -> end(exchange, reason));

        assertThat(Json.parse(whole.body().getBytes(StandardCharsets.UTF_8))
                        .at("/choices/0/finish_reason")
                        .textValue())
                .isEqualTo(word);
        assertThat(streamed.body()
                        .lines()
                        .filter(line -> line.startsWith("data: {"))
                        .map(line -> json(line).at("/choices/0/finish_reason").asText()))
                .containsExactly("null", "null", word);
    }

    private static void end(ChatExchange exchange, @Nullable FinishReason reason) {
        exchange.take(delta("Rivers "));
        exchange.take(finished(result().setStatus(ResultStatus.COMPLETE)
                .setComplete(true)
                .setText("Rivers ")
                .setFinishReason(reason)
                .build()));
    }

    private static void breakOff(ChatExchange exchange) {
        exchange.take(delta("Rivers "));
        exchange.take(partial("Rivers ", "answer"));
    }

    private HttpResponse<String> ask(Consumer<ChatExchange> then) throws Exception {
        return ask(then, "?stream=true");
    }

    private HttpResponse<String> askWhole(Consumer<ChatExchange> then) throws Exception {
        return ask(then, "");
    }

    private HttpResponse<String> ask(Consumer<ChatExchange> then, String query) throws Exception {
        script.set(then);
        var uri = URI.create("http://127.0.0.1:" + server.port() + "/" + query);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static String error(HttpResponse<String> answer, String field) {
        return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8))
                .at("/error/" + field)
                .textValue();
    }

    private static JsonNode json(String event) {
        return Json.parse(event.substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
    }

    private static Reply delta(String text) {
        return reply(ReplyKind.DELTA)
                .setStage("answer")
                .setRun(1L)
                .setSeq(1)
                .setText(text)
                .build();
    }

    private static Reply finished(String errorCode) {
        return finished(
                result().setStatus(ResultStatus.FAILED).setErrorCode(errorCode).build());
    }

    private static Reply partial(String text, String stage) {
        return finished(result().setStatus(ResultStatus.PARTIAL)
                .setText(text)
                .setMissing(List.of(new Missing(stage, List.of(), "STREAM_BROKEN", "the engine went away")))
                .build());
    }

    private static Reply finished(Result result) {
        return reply(ReplyKind.FINISHED).setResult(result).build();
    }

    private static Result.Builder result() {
        return Result.newBuilder()
                .setRequestId("r1")
                .setPipeline("echo")
                .setComplete(false)
                .setUsage(new Usage(0L, 0L, 0L))
                .setStartedAt(1)
                .setAt(2);
    }

    private static Reply.Builder reply(ReplyKind kind) {
        return Reply.newBuilder()
                .setRequestId("r1")
                .setReplyTo(0)
                .setSequence(0)
                .setKind(kind)
                .setAt(1);
    }
}
