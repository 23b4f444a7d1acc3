package io.millrace.engines.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Whole JSON answers, and errors in the shape of OpenAI's API. */
final class JsonAnswer {

    static final int OK = 200;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int FAILED = 500;
    static final int UNAVAILABLE = 503;

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonAnswer() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** @throws IOException also when the body is not JSON */
    static JsonNode read(HttpExchange exchange) throws IOException {
        return JSON.readTree(exchange.getRequestBody());
    }

    static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        send(exchange, status, error(status, code, message));
    }

    static ObjectNode error(int status, String code, String message) {
        var error = object();
        error.putObject("error")
                .put("message", message)
                .put("type", status < FAILED ? "invalid_request_error" : "server_error")
                .putNull("param")
                .put("code", code);
        return error;
    }
}
