package io.millrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a raw socket: clients refuse to send such paths. */
class RefusedBeforeRoutingTest {

    private final Javalin server = Javalin.create(config -> {
                config.jetty.host = "127.0.0.1";
                config.jetty.port = 0;
                config.startup.showJavalinBanner = false;
                config.routes.get("/api/v1/stores/{store}", context -> context.result("reached"));
                RefusedBeforeRouting.install(config.jetty);
                Failures.install(config.routes);
            })
            .start();

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/api/v1/stores/%00", "/api/v1/stores/a%2Fb%", "/%C3%28", "/v1/%zz"})
    void shouldTellAProblemForPathsThatCannotBeDecoded(String path) throws IOException {
        var answer = get(path);

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Content-Type: application/problem+json");
        assertThat(body(answer).get("code").textValue()).isEqualTo("invalid_request");
        assertThat(body(answer).get("status").intValue()).isEqualTo(400);
    }

    private String get(String path) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            var request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode body(String answer) {
        var start = answer.indexOf("\r\n\r\n") + 4;
        return Json.parse(answer.substring(start).getBytes(StandardCharsets.UTF_8));
    }
}
