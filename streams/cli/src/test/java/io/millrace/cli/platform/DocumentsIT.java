package io.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.cli.http.Api;
import io.millrace.core.documents.DocumentSettings;
import io.millrace.testkit.TestPlatform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A service whose answers are larger than an event may be, and all between it and a client as it is shipped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentsIT {

    private static final TestPlatform CLUSTER = TestPlatform.shared();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int ENTRIES = 45_000;
    private static final String PLAN = """
            pipeline: large
            stages:
            - {name: fetched, op: call, service: fetch, input: question}
            - {name: sorted, op: call, service: fetch, input: fetched}
            - {name: result, op: sink, input: sorted}
            """;

    private final Parts parts = new Parts();
    private final List<JsonNode> inputs = new CopyOnWriteArrayList<>();
    private Api api;

    @BeforeAll
    void startPlatform() throws Exception {
        var service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::answer);
        service.start();
        parts.add(service, started -> started.stop(0));
        var settings = CLUSTER.rawSettings(Map.of(
                "pools",
                "fetch",
                "pool.fetch.service",
                "http",
                "service.http.url",
                "http://127.0.0.1:" + service.getAddress().getPort() + "/",
                DocumentSettings.READ_TIMEOUT,
                "5000",
                "server.port",
                "0"));
        var platform = new Platform(settings, parts);
        platform.prepare();
        var tokens = platform.startTokens();
        platform.startWorkers();
        api = Api.of(platform.startServer(tokens));
        platform.awaitReady(api);
        api.post("/api/v1/tokens/pipelines", "application/yaml", PLAN, Map.of());
        await().atMost(WITHIN).until(() -> api.status("/v1/models/large") == 200);
    }

    @AfterAll
    void stopPlatform() {
        parts.close();
    }

    @Test
    void shouldCarryAMebibyteOfJsonFromCallToCallAndToTheClient() throws Exception {
        // When
        var body = JSON.createObjectNode().put("input", "all of it");
        var result = api.post("/api/v1/tokens/pipelines/large/requests?wait=true", body);

        // Then
        assertThat(inputs)
                .last()
                .satisfies(input -> assertThat(input.path("fetched")).isEqualTo(entries()));
        assertThat(result.path("status").asText()).isEqualTo("COMPLETE");
        assertThat(result.path("json").path("sorted")).isEqualTo(entries());
        assertThat(result.path("document").path("bytes").asLong()).isGreaterThan(1 << 20);
        var shown =
                api.get("/api/v1/tokens/requests/" + result.path("requestId").asText(), Map.of());
        assertThat(shown.at("/tree/stages").findValuesAsText("documentId"))
                .contains(result.path("document").path("documentId").asText());
    }

    @Test
    void shouldGiveAWholeChatCompletionItsContent() throws Exception {
        var body = JSON.createObjectNode().put("model", "large");
        body.putArray("messages").addObject().put("role", "user").put("content", "all of it");

        var completion = api.post("/v1/chat/completions", body);

        assertThat(completion.at("/millrace/json/sorted")).isEqualTo(entries());
    }

    /** What a service is asked decides what it answers: the list, or what was made of it. */
    private void answer(HttpExchange exchange) throws IOException {
        var input = JSON.readTree(exchange.getRequestBody());
        inputs.add(input);
        var answer = input.has("fetched") ? JSON.createObjectNode().set("sorted", input.get("fetched")) : entries();
        var bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ArrayNode entries() {
        var entries = JSON.createArrayNode();
        for (var number = 0; number < ENTRIES; number++) {
            entries.add("Strömung, eintrag " + number);
        }
        return entries;
    }
}
