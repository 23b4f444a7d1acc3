package io.millrace.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The server's REST interface. Every method waits for the answer; what the server refuses is a {@link ServerProblem}, a
 * server that cannot be reached is a {@link CommandFailure}. Threads may share it.
 */
public final class Api {

    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final URI base;
    private final HttpClient http;
    private final Token token;

    private Api(URI base, HttpClient http, Token token) {
        this.base = base;
        this.http = http;
        this.token = token;
    }

    /** With the token of the environment, where there is one. */
    public static Api of(URI base) {
        return of(base, Token.ofEnvironment());
    }

    /** @param base such as {@code http://127.0.0.1:8080} */
    public static Api of(URI base, Token token) {
        if (base.getHost() == null
                || base.getScheme() == null
                || !base.getScheme().startsWith("http")) {
            throw new CommandFailure(
                    ExitCode.USAGE, "'" + base + "' is no server address: write one like http://127.0.0.1:8080");
        }
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new Api(base, http, token);
    }

    public URI base() {
        return base;
    }

    public JsonNode get(String path, Map<String, String> query) {
        return json(send(request(path, query).GET().timeout(ANSWER_WITHIN)));
    }

    public JsonNode post(String path, String contentType, String body, Map<String, String> headers) {
        var request = request(path, Map.of())
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return json(send(request));
    }

    public JsonNode post(String path, JsonNode body) {
        return post(path, "application/json", body.toString(), Map.of());
    }

    /** An open stream of server-sent events; the caller closes it. */
    public EventStream events(String path, Map<String, String> query, Map<String, String> headers) {
        var request = request(path, query).header("Accept", "text/event-stream");
        headers.forEach(request::header);
        return new EventStream(send(request.GET()));
    }

    /** An open stream of server-sent events that answers a POST; the caller closes it. */
    public EventStream events(String path, JsonNode body, Map<String, String> headers) {
        var request = request(path, Map.of())
                .header("Accept", "text/event-stream")
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return new EventStream(send(request.POST(BodyPublishers.ofString(body.toString()))));
    }

    /** The status of a GET, whatever it is. */
    public int status(String path) {
        var response = exchange(request(path, Map.of()).GET().timeout(ANSWER_WITHIN));
        closeQuietly(response.body());
        return response.statusCode();
    }

    /** One segment of a path, such as a key that holds slashes. */
    public static String segment(String raw) {
        return URLEncoder.encode(raw, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        var parameters = query.entrySet().stream()
                .map(entry -> segment(entry.getKey()) + "=" + segment(entry.getValue()))
                .collect(Collectors.joining("&"));
        var root = base.toString().replaceAll("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(root + path + (parameters.isEmpty() ? "" : "?" + parameters)));
        token.showIn(request);
        return request;
    }

    private InputStream send(HttpRequest.Builder request) {
        var response = exchange(request);
        if (response.statusCode() >= 400) {
            var retryAfter = response.headers().firstValue("Retry-After");
            throw ServerProblem.of(response.statusCode(), lenientJson(text(response.body())), retryAfter);
        }
        return response.body();
    }

    private HttpResponse<InputStream> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no Millrace server answers at " + base
                            + ": start one with 'millrace up', or name another with --url or MILLRACE_URL",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted while waiting for " + base, e);
        }
    }

    private JsonNode json(InputStream body) {
        var text = text(body);
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, base + " did not answer in JSON: check that it is a Millrace server", e);
        }
    }

    private static JsonNode lenientJson(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("detail", text.strip());
        }
    }

    private String text(InputStream body) {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "the connection to " + base + " broke off: try again", e);
        }
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // Only the status was wanted, and it is there.
        }
    }
}
