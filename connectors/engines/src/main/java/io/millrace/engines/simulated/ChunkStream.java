package io.millrace.engines.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.millrace.engines.simulated.ChatEvents.Ended;
import io.millrace.engines.simulated.ChatEvents.Event;
import io.millrace.engines.simulated.ChatEvents.Failed;
import io.millrace.engines.simulated.ChatEvents.Token;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A completion as server-sent events. For one thread; every failure to write means that the client is gone. */
final class ChunkStream {

    private final Completion completion;
    private final boolean withUsage;
    private final OutputStream out;
    private boolean open = true;

    ChunkStream(HttpExchange exchange, Completion completion, boolean withUsage) throws IOException {
        this.completion = completion;
        this.withUsage = withUsage;
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(JsonAnswer.OK, 0);
        this.out = exchange.getResponseBody();
        write(completion.begin());
    }

    boolean isOpen() {
        return open;
    }

    void send(Event event) throws IOException {
        if (event instanceof Token token) {
            write(completion.token(token.text()));
        } else if (event instanceof Ended ended) {
            end(ended);
        } else if (event instanceof Failed failed) {
            write(JsonAnswer.error(
                    JsonAnswer.UNAVAILABLE,
                    failed.failure().code(),
                    failed.failure().message()));
            open = false;
        } else {
            write(": still there\n\n");
        }
    }

    private void end(Ended ended) throws IOException {
        write(completion.end(ended.reason()));
        if (withUsage) {
            write(completion.total(ended.usage()));
        }
        write("data: [DONE]\n\n");
        open = false;
    }

    private void write(JsonNode data) throws IOException {
        write("data: " + data + "\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
