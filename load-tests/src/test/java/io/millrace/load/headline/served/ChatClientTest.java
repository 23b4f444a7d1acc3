package io.millrace.load.headline.served;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.load.openloop.Questions.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatClientTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpServer server;
    private ChatClient client;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, 200, ""));
        server.start();
        client = new ChatClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(30));
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void shouldAskAsAStreamingChat() throws Exception {
        var asked = new CompletableFuture<String>();
        server.createContext("/v1/chat/completions", exchange -> {
            asked.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            var deadline = exchange.getRequestHeaders().getFirst("X-Millrace-Deadline-Ms");
            answer(exchange, 200, """
                    data: {"millrace":{"kind":"item","stage":"verdict"}}

                    data: {"millrace":{"status":"COMPLETE"},"deadline":%s}

                    """.formatted(deadline));
        });

        assertThat(ask()).isEqualTo("verdict, end");
        assertThat(JSON.readTree(asked.get(30, TimeUnit.SECONDS)))
                .isEqualTo(
                        JSON.readTree(
                                "{\"model\":\"tides\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"When?\"}]}"));
    }

    @Test
    void shouldFailAQuestionThatIsRefused() throws Exception {
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, 429, "later"));

        assertThat(ask()).isEqualTo("429 later");
    }

    @Test
    void shouldFailAQuestionThatDoesNotArrive() throws Exception {
        server.stop(0);

        assertThat(ask()).startsWith("the connection failed");
    }

    @Test
    void shouldSayWhyAPipelineWasRefused() {
        server.createContext("/api/v1/tokens/pipelines/tides", exchange -> answer(exchange, 422, "no stages"));

        assertThatThrownBy(() -> client.publish("tides", "{}")).hasMessageContaining("no stages");
    }

    private String ask() throws Exception {
        var heard = new CompletableFuture<String>();
        client.ask("tides", "When?", 1, new Progress() {
            private String before = "";

            @Override
            public void firstVerdict() {
                before = "verdict, ";
            }

            @Override
            public void ended() {
                heard.complete(before + "end");
            }

            @Override
            public void failed(String reason) {
                heard.complete(reason);
            }
        });
        return heard.get(30, TimeUnit.SECONDS);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
