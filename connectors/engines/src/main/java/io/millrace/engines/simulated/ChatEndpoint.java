package io.millrace.engines.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.millrace.engines.simulated.ChatEvents.Ended;
import io.millrace.engines.simulated.ChatEvents.Event;
import io.millrace.engines.simulated.ChatEvents.Failed;
import io.millrace.engines.simulated.ChatEvents.Token;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Chat completions, streamed or whole, each on the thread that serves it. A client that closes its connection cancels its
 * call: noticed when the next token cannot be written, before the first one within {@link ChatEvents#PATIENCE}.
 */
final class ChatEndpoint {

    private final String model;
    private final Clock clock;
    private final AtomicLong calls = new AtomicLong();

    ChatEndpoint(String model, Clock clock) {
        this.model = model;
        this.clock = clock;
    }

    void models(HttpExchange exchange) throws IOException {
        var list = JsonAnswer.object().put("object", "list");
        list.putArray("data")
                .addObject()
                .put("id", model)
                .put("object", "model")
                .put("owned_by", "millrace");
        JsonAnswer.send(exchange, JsonAnswer.OK, list);
    }

    void answer(HttpExchange exchange, Start start) throws IOException, InterruptedException {
        JsonNode body;
        EngineRequest request;
        long number = calls.incrementAndGet();
        try {
            body = JsonAnswer.read(exchange);
            request = ChatQuery.of("chatcmpl-" + number, body);
        } catch (JsonProcessingException e) {
            refuse(exchange, "the body is not JSON: " + e.getOriginalMessage());
            return;
        } catch (IllegalArgumentException e) {
            refuse(exchange, String.valueOf(e.getMessage()));
            return;
        }
        var events = new ChatEvents();
        var call = start.start(request, events);
        var completion = new Completion(request.callId(), model, clock.instant().getEpochSecond());
        try {
            if (body.path("stream").asBoolean()) {
                stream(exchange, completion, wantsUsage(body), events);
            } else {
                whole(exchange, completion, events);
            }
        } finally {
            call.cancel();
        }
    }

    private static boolean wantsUsage(JsonNode body) {
        return body.path("stream_options").path("include_usage").asBoolean();
    }

    private static void stream(HttpExchange exchange, Completion completion, boolean usage, ChatEvents events)
            throws IOException, InterruptedException {
        var refusal = events.refusal();
        if (refusal != null) {
            fail(exchange, refusal);
            return;
        }
        var stream = new ChunkStream(exchange, completion, usage);
        while (stream.isOpen()) {
            stream.send(events.next());
        }
    }

    private static void whole(HttpExchange exchange, Completion completion, ChatEvents events)
            throws IOException, InterruptedException {
        var text = new StringBuilder();
        while (true) {
            Event event = events.next();
            if (event instanceof Token token) {
                text.append(token.text());
            } else if (event instanceof Ended ended) {
                JsonAnswer.send(exchange, JsonAnswer.OK, completion.whole(text.toString(), ended));
                return;
            } else if (event instanceof Failed failed) {
                fail(exchange, failed.failure());
                return;
            }
        }
    }

    private static void refuse(HttpExchange exchange, String message) throws IOException {
        JsonAnswer.error(exchange, JsonAnswer.BAD_REQUEST, "invalid_request", message);
    }

    private static void fail(HttpExchange exchange, EngineFailure failure) throws IOException {
        int status = failure.code().equals("INVALID_INPUT") ? JsonAnswer.BAD_REQUEST : JsonAnswer.UNAVAILABLE;
        JsonAnswer.error(exchange, status, failure.code(), failure.message());
    }

    /** Starts a call on some replica. */
    @FunctionalInterface
    interface Start {

        EngineCall start(EngineRequest request, EngineListener listener);
    }
}
