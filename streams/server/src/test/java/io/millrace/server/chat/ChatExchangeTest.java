package io.millrace.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client sees of a completion that fails before anything was sent. */
class ChatExchangeTest {

    private final AtomicReference<Consumer<ChatExchange>> script = new AtomicReference<>();
    private final Javalin server = Javalin.create(config -> {
                config.jetty.host = "127.0.0.1";
                config.jetty.port = 0;
                config.startup.showJavalinBanner = false;
                config.routes.get("/", context -> {
                    var response = AsyncResponse.takeOver(context, 64 * 1024);
                    var exchange = new ChatExchange(response, new Completion("c1", 1, "echo", false), true);
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

    private HttpResponse<String> ask(Consumer<ChatExchange> then) throws Exception {
        script.set(then);
        var uri = URI.create("http://127.0.0.1:" + server.port() + "/");
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static String error(HttpResponse<String> answer, String field) {
        return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8))
                .at("/error/" + field)
                .textValue();
    }

    private static Reply finished(String errorCode) {
        var result = Result.newBuilder()
                .setRequestId("r1")
                .setPipeline("echo")
                .setStatus(ResultStatus.FAILED)
                .setComplete(false)
                .setErrorCode(errorCode)
                .setUsage(new Usage(0L, 0L, 0L))
                .setStartedAt(1)
                .setAt(2)
                .build();
        return Reply.newBuilder()
                .setRequestId("r1")
                .setReplyTo(0)
                .setSequence(0)
                .setKind(ReplyKind.FINISHED)
                .setResult(result)
                .setAt(1)
                .build();
    }
}
