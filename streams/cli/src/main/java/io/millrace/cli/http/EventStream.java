package io.millrace.cli.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads server-sent events as the HTML standard defines them (section 9.2): comments are heartbeats and skipped, an
 * event that the connection cuts off is dropped. For one thread.
 */
public final class EventStream implements AutoCloseable {

    private final BufferedReader lines;
    private String lastId = "";

    public EventStream(InputStream body) {
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /**
     * Waits for the next event.
     *
     * @return the event, or empty when the server has closed the stream
     * @throws IOException when the connection broke
     */
    public Optional<ServerEvent> next() throws IOException {
        var name = "";
        var data = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    data.setLength(data.length() - 1);
                    return Optional.of(new ServerEvent(lastId, name.isEmpty() ? "message" : name, data.toString()));
                }
                name = "";
                continue;
            }
            var colon = line.indexOf(':');
            var field = colon < 0 ? line : line.substring(0, colon);
            var value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> name = value;
                case "data" -> data.append(value).append('\n');
                case "id" -> lastId = value;
                default -> {}
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
