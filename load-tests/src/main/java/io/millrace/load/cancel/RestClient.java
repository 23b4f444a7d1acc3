package io.millrace.load.cancel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.load.cancel.Trial.Acknowledged;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks and cancels as users do. Safe for use by several threads. */
final class RestClient {

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUESTS = "/api/v1/tokens/requests/";
    private static final int ACCEPTED = 202;

    private final URI server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RestClient(URI server) {
        this.server = server;
    }

    /** Whether all that the server serves is there. */
    CompletableFuture<Boolean> isReady() {
        return send(request("/health/ready").GET()).thenApply(answer -> answer.statusCode() == 200);
    }

    CompletableFuture<Void> publish(String name, String yaml) {
        var request = request("/api/v1/tokens/pipelines/" + name)
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString(yaml));
        return send(request).thenAccept(answer -> require(answer.statusCode() < 300, answer));
    }

    /** Its id, once it is accepted. */
    CompletableFuture<String> ask(String pipeline, String question) {
        var body = JSON.createObjectNode().put("input", question);
        var request = request("/api/v1/tokens/pipelines/" + pipeline + "/requests")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        return send(request).thenApply(answer -> {
            require(answer.statusCode() == ACCEPTED, answer);
            return json(answer).path("requestId").asText();
        });
    }

    /** @param path of the part to cancel; {@code /} for all of the request */
    CompletableFuture<Acknowledged> cancel(String id, String path) {
        long sent = System.nanoTime();
        return send(request(REQUESTS + id + "?path=" + path).DELETE()).thenApply(answer -> {
            long at = System.nanoTime();
            require(answer.statusCode() == ACCEPTED, answer);
            return new Acknowledged(sent, at);
        });
    }

    /** Where the request stands. */
    CompletableFuture<JsonNode> look(String id) {
        return send(request(REQUESTS + id).GET()).thenApply(answer -> {
            require(answer.statusCode() == 200, answer);
            return json(answer);
        });
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(WITHIN);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static void require(boolean holds, HttpResponse<String> answer) {
        if (!holds) {
            throw new IllegalStateException(answer.request().method() + " " + answer.uri() + " was answered "
                    + answer.statusCode() + ": " + answer.body());
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer.uri() + " did not answer in JSON", e);
        }
    }
}
