package io.millrace.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that gives fixed answers and remembers what it was asked. */
final class StubServer implements AutoCloseable {

    /** A request as it came. */
    record Asked(String method, String uri, Map<String, List<String>> headers, String body) {}

    private record Fixed(int status, Map<String, String> headers, String body, boolean cutOff) {}

    private final HttpServer server;
    private final Map<String, Fixed> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param request method and path without query, such as {@code GET /version} */
    StubServer answers(String request, String json) {
        return answers(request, 200, "application/json", json);
    }

    StubServer answers(String request, int status, String contentType, String body) {
        return answers(request, status, Map.of("Content-Type", contentType), body);
    }

    StubServer answers(String request, int status, Map<String, String> headers, String body) {
        answers.put(request, new Fixed(status, headers, body, false));
        return this;
    }

    /** Answers with a stream of events whose connection breaks after {@code body}. */
    StubServer breaksOff(String request, String body) {
        answers.put(request, new Fixed(200, Map.of("Content-Type", "text/event-stream"), body, true));
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var uri = exchange.getRequestURI();
            asked.add(new Asked(exchange.getRequestMethod(), uri.toString(), exchange.getRequestHeaders(), body));
            var fixed = answers.getOrDefault(
                    exchange.getRequestMethod() + " " + uri.getRawPath(),
                    new Fixed(
                            404,
                            Map.of("Content-Type", "application/problem+json"),
                            "{\"title\": \"There is nothing at this address\"}",
                            false));
            var bytes = fixed.body().getBytes(StandardCharsets.UTF_8);
            fixed.headers().forEach(exchange.getResponseHeaders()::set);
            var announced = bytes.length + (fixed.cutOff() ? 1 : 0);
            exchange.sendResponseHeaders(fixed.status(), announced == 0 ? -1 : announced);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
