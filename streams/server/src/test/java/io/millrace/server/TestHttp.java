package io.millrace.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls a server on this machine. */
final class TestHttp {

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;

    TestHttp(int port) {
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    URI base() {
        return base;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    HttpResponse<String> head(String path) {
        return send(HttpRequest.newBuilder().method("HEAD", BodyPublishers.noBody()), path);
    }

    HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder().DELETE(), path);
    }

    HttpResponse<String> post(String path, String json, String... headers) {
        var request =
                HttpRequest.newBuilder().POST(BodyPublishers.ofString(json)).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request, path);
    }

    HttpResponse<String> put(String path, String body, String type) {
        return send(HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)).header("Content-Type", type), path);
    }

    /** Opens a stream of events; close it to end the connection. */
    TestEvents events(HttpRequest.Builder request, String path) {
        try {
            HttpResponse<InputStream> response =
                    client.send(request.uri(base.resolve(path)).build(), BodyHandlers.ofInputStream());
            return new TestEvents(response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> send(HttpRequest.Builder request, String path) {
        try {
            return client.send(
                    request.uri(base.resolve(path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
