package io.millrace.engines.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpServiceTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Service service;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        var settings =
                Map.of("service.http.url", url(), "service.http.max.bytes", "1000", "service.http.timeout.ms", "5000");
        service = new HttpService(HttpServiceSettings.of(RawSettings.of(settings)), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stopServer() {
        closing.countDown();
        service.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldPostInputWithIdempotencyKeyAndReadJson() throws Exception {
        server.createContext("/", exchange -> {
            var input = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            answer(exchange, 200, "application/json", "{\"got\": " + input + ", \"key\": \"" + key + "\"}");
        });

        var answer = service.call(request(Instant.MAX));

        assertThat(answer.json()).isNotNull();
        assertThat(answer.json().path("got").path("query").asText()).isEqualTo("tides");
        assertThat(answer.json().path("key").asText()).isEqualTo("r%7C%2F%7Csearch%7C1");
        assertThat(answer.text()).isNull();
    }

    @Test
    void shouldSayWhichPartOfAScopeACallIs() throws Exception {
        server.createContext("/", exchange -> answer(exchange, 200, "text/plain", scopeOf(exchange)));
        var part = new ServiceRequest("c", JsonNodeFactory.instance.objectNode(), Map.of(), Instant.MAX, "r|/0|all", 3);

        assertThat(service.call(part).text()).isEqualTo("r%7C%2F0%7Call part [3] of null");
        assertThat(service.call(request(Instant.MAX)).text()).isEqualTo("null part null of null");
    }

    @Test
    void shouldSayWhenAScopeHasEnded() throws Exception {
        var told = new CompletableFuture<String>();
        server.createContext("/", exchange -> {
            answer(exchange, 200, "text/plain", "");
            told.complete(scopeOf(exchange));
        });

        service.scopeEnded("r|/0|all", 5);

        assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo("r%7C%2F0%7Call part null of [5]");
    }

    @Test
    void shouldReadText() throws Exception {
        server.createContext("/", exchange -> answer(exchange, 200, "text/plain", "high at noon"));

        assertThat(service.call(request(Instant.MAX)).text()).isEqualTo("high at noon");
    }

    @Test
    void shouldTellWhatMayBeTriedAgain() {
        for (int status : List.of(408, 429, 500, 503)) {
            assertThat(failureOf(status).retryable()).as("%d", status).isTrue();
        }
        for (int status : List.of(302, 307, 400, 401, 404, 422)) {
            assertThat(failureOf(status).retryable()).as("%d", status).isFalse();
        }
    }

    @Test
    void shouldRefuseAnswerThatIsTooLarge() {
        server.createContext("/", exchange -> answer(exchange, 200, "text/plain", "x".repeat(1001)));

        assertThat(failure(Instant.MAX).code()).isEqualTo("ANSWER_TOO_LARGE");
    }

    @Test
    void shouldTakeAnswerOfTheLargestSize() throws Exception {
        server.createContext("/", exchange -> answer(exchange, 200, "text/plain", "x".repeat(1000)));

        assertThat(service.call(request(Instant.MAX)).text()).hasSize(1000);
    }

    @Test
    void shouldFailOnMalformedJson() {
        server.createContext("/", exchange -> answer(exchange, 200, "application/json", "{"));

        assertThat(failure(Instant.MAX).code()).isEqualTo("MALFORMED_ANSWER");
    }

    @Test
    void shouldTimeOutAtTheDeadline() {
        server.createContext("/", exchange -> hang());

        assertThat(failure(NOW.plusMillis(1)).code()).isEqualTo("SERVICE_TIMEOUT");
    }

    @Test
    void shouldNotCallAtTheDeadlineNorAfterIt() {
        assertThat(failure(NOW).code()).isEqualTo("DEADLINE");
        assertThat(failure(NOW.minusMillis(1)).code()).isEqualTo("DEADLINE");
    }

    @Test
    void shouldEndWhenInterrupted() throws Exception {
        // Given
        var asked = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            asked.countDown();
            hang();
        });
        var caller = new Thread(() -> {
            try {
                service.call(request(Instant.MAX));
            } catch (InterruptedException e) {
                interrupted.countDown();
            } catch (ServiceException e) {
                throw new AssertionError(e);
            }
        });
        caller.start();
        asked.await();

        // When
        caller.interrupt();

        // Then
        interrupted.await();
    }

    @Test
    void shouldFailWhenNobodyListens() {
        server.stop(0);

        assertThat(failure(Instant.MAX).code()).isEqualTo("SERVICE_UNREACHABLE");
    }

    @Test
    void shouldRefuseWhatIsNoUrl() {
        for (var url : List.of("", "localhost:80", "ftp://host/x", "http://")) {
            var settings = RawSettings.of(Map.of("service.http.url", url));
            assertThat(catchThrowableOfType(SettingsException.class, () -> new HttpServiceProvider().create(settings)))
                    .as(url)
                    .hasMessageContaining("service.http.url");
        }
    }

    private ServiceException failureOf(int status) {
        var context = server.createContext("/", exchange -> answer(exchange, status, "text/plain", "no"));
        try {
            return failure(Instant.MAX);
        } finally {
            server.removeContext(context);
        }
    }

    private ServiceException failure(Instant deadline) {
        return catchThrowableOfType(ServiceException.class, () -> service.call(request(deadline)));
    }

    private static ServiceRequest request(Instant deadline) {
        var input = JsonNodeFactory.instance.objectNode().put("query", "tides");
        return new ServiceRequest("r|/|search|1", input, Map.of(), deadline);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void hang() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String scopeOf(HttpExchange exchange) {
        var headers = exchange.getRequestHeaders();
        return headers.getFirst("Millrace-Scope") + " part " + headers.get("Millrace-Part") + " of "
                + headers.get("Millrace-Parts");
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
