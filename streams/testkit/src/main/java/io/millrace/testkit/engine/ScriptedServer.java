package io.millrace.testkit.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An OpenAI-compatible server in the test's own process, on a free loopback port, whose every answer is a script: it can
 * hold the stream open, break it off, send nonsense, refuse or hang. Safe for use by several threads.
 */
public final class ScriptedServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Script script;

    private ScriptedServer(HttpServer server, ExecutorService threads, Script script) {
        this.server = server;
        this.threads = threads;
        this.script = script;
    }

    public static ScriptedServer start(Script script) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "scripted-server");
            thread.setDaemon(true);
            return thread;
        });
        var server = new ScriptedServer(http, threads, script);
        http.setExecutor(threads);
        http.createContext("/v1/chat/completions", server::handle);
        http.start();
        return server;
    }

    /** What {@code engine.url} has to be. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Answers by this script from now on; requests in progress keep theirs. */
    public void script(Script next) {
        script = next;
    }

    /** All requests so far, in the order of arrival. */
    public List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** Breaks off what is still answered and frees the port. */
    @Override
    public void close() {
        closing.countDown();
        threads.shutdownNow();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var request = read(exchange);
        try {
            script.answer(request, new ChatReply(exchange, closing));
            exchange.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChatReply.BrokenOff();
        }
    }

    private synchronized ChatRequest read(HttpExchange exchange) throws IOException {
        var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        var request = new ChatRequest(requests.size() + 1, Map.copyOf(headers), body);
        requests.add(request);
        return request;
    }
}
