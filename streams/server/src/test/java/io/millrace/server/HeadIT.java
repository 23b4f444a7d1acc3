package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HEAD has the status and the headers of GET (RFC 9110, 9.3.2). */
@ExtendWith(SharedServer.class)
class HeadIT {

    private final TestHttp http;

    HeadIT(ServerFixture server) {
        this.http = server.http();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/live",
                "/health/ready",
                "/health/started",
                "/metrics",
                "/version",
                "/api/v1/topics",
                "/api/v1/topics/tokens.requests",
                "/api/v1/topics/none",
                "/api/v1/stores",
                "/api/v1/stores/tokens-plans",
                "/api/v1/stores/tokens-plans/echo",
                "/api/v1/stores/tokens-plans/none",
                "/api/v1/tokens/pipelines",
                "/api/v1/tokens/pipelines/echo",
                "/api/v1/tokens/requests/none",
                "/api/v1/tokens/requests/none/events",
                "/v1/models",
                "/v1/models/echo",
                "/v1/models/none",
                "/nowhere"
            })
    void shouldAnswerHeadAsGetWithoutTheBody(String path) {
        var get = http.get(path);

        var head = http.head(path);

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(comparable(head.headers(), path)).isEqualTo(comparable(get.headers(), path));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void shouldAnswerHeadOfAStreamAtOnce() throws IOException {
        var path = "/api/v1/topics/tokens.requests/tail";
        try (var events = http.events(HttpRequest.newBuilder(), path)) {
            var head = http.head(path);

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Type")).isEqualTo(events.header("Content-Type"));
            assertThat(head.headers().firstValue("X-Millrace-Isolation"))
                    .isEqualTo(events.header("X-Millrace-Isolation"));
        }
    }

    /** Without what differs between any two answers. */
    private static Map<String, List<String>> comparable(HttpHeaders headers, String path) {
        var comparable = new TreeMap<>(headers.map());
        comparable.remove("date");
        if (path.equals("/metrics")) {
            comparable.remove("content-length");
        }
        return comparable;
    }
}
