package io.millrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import io.millrace.queries.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncResponseTest {

    private static final int BUFFER = 64 * 1024;
    private static final long MUCH = 256L * 1024 * 1024;

    private final BlockingQueue<AsyncResponse> taken = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final Javalin server = Javalin.create(config -> {
                config.jetty.host = "127.0.0.1";
                config.jetty.port = 0;
                config.startup.showJavalinBanner = false;
                config.routes.get("/", context -> taken.add(AsyncResponse.takeOver(context, BUFFER)));
                config.routes.get("/problem", context -> {
                    throw Problem.STORE_MOVING.because("it moves");
                });
                config.routes.before(new LocalOnly("127.0.0.1"));
                Failures.install(config.routes);
            })
            .start();

    @AfterEach
    void stop() {
        timer.shutdownNow();
        server.stop();
    }

    @Test
    void shouldWriteWhatManyThreadsSendWhole() throws Exception {
        var answer = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.ofString());
        var response = take();
        response.open(200, "text/plain", Map.of());

        IntStream.range(0, 500)
                .parallel()
                .forEach(i -> response.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8)));
        response.end();

        assertThat(answer.get(10, TimeUnit.SECONDS).body().lines())
                .hasSize(500)
                .allMatch(line -> line.matches("line \\d+"))
                .doesNotHaveDuplicates();
        assertThat(response.done().get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRefuseMoreThanItsBufferForAClientThatReadsNothing() throws Exception {
        try (var client = get("/")) {
            var response = take();
            response.open(200, "text/plain", Map.of());
            var piece = new byte[BUFFER / 4];
            var written = new AtomicLong();
            // The sockets on both sides take some megabytes beside our own buffer, and take them when they like.
            await().until(() -> {
                while (written.get() < MUCH && response.write(piece)) {
                    written.addAndGet(piece.length);
                }
                return !response.hasRoom();
            });

            assertThat(written).hasValueLessThan(MUCH);
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void shouldNoticeAClientThatGoesAwayBeforeAnythingIsSent() throws Exception {
        var open = new OpenResponses(10);
        open.start(timer, Duration.ofHours(1));
        var stopped = new CompletableFuture<String>();
        AsyncResponse response;
        try (var client = get("/")) {
            response = take();
            open.add(response, () -> {}, stopped::complete);
            assertThat(client.isConnected()).isTrue();
        }

        assertThat(response.done().get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(open.size()).isZero();
        assertThat(stopped).isNotDone();
    }

    @Test
    void shouldServeTheNextRequestOnTheSameConnection() throws Exception {
        try (var client = get("/")) {
            for (int i = 0; i < 3; i++) {
                var response = take();
                assertThat(response.isAbandoned()).isFalse();
                response.respond(200, "text/plain", Map.of("Content-Length", "2"), "ok");
                assertThat(readUntil(client, "ok")).startsWith("HTTP/1.1 200");
                send(client, "/");
            }
        }
    }

    @Test
    void shouldAnswerProblemsWithRetryAfter() throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri("/problem")).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(Json.parse(answer.body().getBytes(StandardCharsets.UTF_8))
                        .get("type")
                        .textValue())
                .isEqualTo("/problems/store-moving");
    }

    @Test
    void shouldRefuseAHostNameOfSomebodyElse() throws Exception {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream()
                    .write("GET /problem HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(readUntil(client, "}")).startsWith("HTTP/1.1 403");
        }
    }

    private AsyncResponse take() throws InterruptedException {
        var response = taken.poll(10, TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("no request came");
        }
        return response;
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private Socket get(String path) throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), server.port());
        client.setSoTimeout(10_000);
        send(client, path);
        return client;
    }

    private static void send(Socket client, String path) throws IOException {
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket client, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new AssertionError("the connection ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
