package io.millrace.cli.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the lines of an answer as they come, on a thread of its own. */
final class StreamedAnswer {

    private static final String DATA = "data: ";
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<Stream<String>> response;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end;

    StreamedAnswer(HttpResponse<Stream<String>> response) {
        this.response = response;
        this.end = CompletableFuture.runAsync(() -> response.body().forEach(lines::add));
    }

    String id() {
        return response.headers().firstValue("X-Request-Id").orElseThrow();
    }

    int status() {
        return response.statusCode();
    }

    boolean isOver() {
        return end.isDone();
    }

    List<String> events() {
        return lines.stream()
                .filter(line -> line.startsWith(DATA))
                .map(line -> line.substring(DATA.length()))
                .toList();
    }

    /** The text so far. */
    String text() {
        return chunks().map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }

    /** The text when the stream has ended. */
    String whole() {
        end.orTimeout(WITHIN.toSeconds(), TimeUnit.SECONDS).join();
        return text();
    }

    String finishReason() {
        return chunks().map(chunk -> chunk.at("/choices/0/finish_reason").asText(""))
                .filter(reason -> !reason.isEmpty() && !reason.equals("null"))
                .collect(Collectors.joining());
    }

    /** The error in OpenAI's shape, in the stream or instead of it. */
    JsonNode error() throws IOException {
        var body = events().isEmpty() ? String.join("", lines) : events().get(events().size() - 1);
        return JSON.readTree(body).path("error");
    }

    private Stream<JsonNode> chunks() {
        return events().stream().filter(event -> event.startsWith("{")).map(StreamedAnswer::json);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
