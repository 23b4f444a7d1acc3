package io.millrace.server.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Server-sent events (WHATWG HTML, 9.2) on an asynchronous response. Any thread may send. */
public final class EventStream {

    private static final String TYPE = "text/event-stream;charset=utf-8";
    private static final Map<String, String> HEADERS =
            Map.of("Cache-Control", "no-cache", "X-Accel-Buffering", "no", "Connection", "close");

    private final AsyncResponse response;
    private final Map<String, String> headers;

    public EventStream(AsyncResponse response) {
        this(response, Map.of());
    }

    /** @param more headers beside those of every stream */
    public EventStream(AsyncResponse response, Map<String, String> more) {
        this.response = response;
        var all = new HashMap<>(HEADERS);
        all.putAll(more);
        this.headers = Map.copyOf(all);
    }

    /** Gives a response the headers of a stream. */
    public static void announce(Context context, Map<String, String> more) {
        HEADERS.forEach(context::header);
        more.forEach(context::header);
        context.contentType(TYPE);
    }

    public AsyncResponse response() {
        return response;
    }

    /** Sends one event, opening the stream if need be; false when the client is gone or too slow. */
    public boolean send(@Nullable String event, @Nullable String id, String data) {
        open();
        return response.write(encode(event, id, data));
    }

    /** Sends a comment, which clients ignore: it keeps the connection alive and notices that it is gone. */
    public boolean comment(String text) {
        open();
        return response.write((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Drops what the client has not taken, tells why and ends. */
    public void fail(String event, String data) {
        open();
        response.endWith(encode(event, null, data));
    }

    public void end() {
        open();
        response.end();
    }

    private void open() {
        response.open(200, TYPE, headers);
    }

    private static byte[] encode(@Nullable String event, @Nullable String id, String data) {
        var text = new StringBuilder(data.length() + 64);
        if (event != null && !event.isEmpty()) {
            text.append("event: ").append(event).append('\n');
        }
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}
