package io.millrace.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.server.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events one by one. */
final class TestEvents implements AutoCloseable {

    /** One event; {@code data} in one piece. */
    record Event(String name, String id, String data) {
        JsonNode json() {
            return Json.parse(data.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    TestEvents(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** The next event; empty at the end of the stream. */
    Optional<Event> next() {
        var name = "message";
        var id = "";
        var data = new StringBuilder();
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && data.length() > 0) {
                    return Optional.of(new Event(name, id, data.toString()));
                }
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on to the comment that says that the topic is followed. */
    TestEvents awaitLive() {
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(": live")) {
                    return this;
                }
            }
            throw new AssertionError("the stream ended before it was live");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
