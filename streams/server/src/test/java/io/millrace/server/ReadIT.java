package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.app.Build;
import io.millrace.testkit.TestPlatform;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class ReadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final TestHttp http;

    ReadIT(ServerFixture server) {
        this.http = server.http();
    }

    @Test
    void shouldTailFromTheBeginningAndResumeWhereItWas() throws IOException {
        var id = PLATFORM.uniqueName("tailed");
        var body = "{\"key\":\"" + id + "\",\"value\":" + Asked.value(id) + "}";
        http.post("/api/v1/topics/tokens.requests", "[" + body + "," + body + "]");
        var path = "/api/v1/topics/tokens.requests/tail?from=earliest&key=" + id;
        String last;
        try (var events = http.events(HttpRequest.newBuilder(), path)) {
            var first = events.next().orElseThrow();
            assertThat(first.json().at("/value/input").textValue()).isEqualTo("why?");
            last = first.id();
        }

        try (var events = http.events(HttpRequest.newBuilder().header("Last-Event-ID", last), path)) {
            var second = events.next().orElseThrow();
            assertThat(second.json().get("key").textValue()).isEqualTo(id);
            assertThat(second.id()).isNotEqualTo(last);
            events.awaitLive();
            http.post("/api/v1/topics/tokens.requests", body);
            assertThat(events.next().orElseThrow().json().get("key").textValue())
                    .isEqualTo(id);
        }
    }

    @Test
    void shouldServeOneTailToManyFromOneReader() throws IOException {
        var id = PLATFORM.uniqueName("shared");
        var path = "/api/v1/topics/tokens.requests/tail?key=" + id;
        try (var one = http.events(HttpRequest.newBuilder(), path).awaitLive();
                var two = http.events(HttpRequest.newBuilder(), path).awaitLive()) {
            http.post("/api/v1/topics/tokens.requests", "{\"key\":\"" + id + "\",\"value\":" + Asked.value(id) + "}");

            assertThat(one.next().orElseThrow().data())
                    .isEqualTo(two.next().orElseThrow().data());
        }
    }

    @Test
    void shouldReadStoresByKeyAndInPages() {
        var prefix = PLATFORM.uniqueName("paged");
        var ids = new ArrayList<String>();
        for (int i = 0; i < 23; i++) {
            ids.add(prefix + "-" + (char) ('a' + i));
            http.post(
                    "/api/v1/topics/tokens.requests",
                    "{\"key\":\"" + ids.get(i) + "\",\"value\":" + Asked.value(ids.get(i)) + "}");
        }
        ids.forEach(id -> Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> http.get("/api/v1/stores/tokens-requests/" + id).statusCode() == 200));

        var seen = new ArrayList<String>();
        var cursor = "";
        do {
            var page = TestHttp.json(http.get("/api/v1/stores/tokens-requests?limit=5&prefix=" + prefix + cursor));
            seen.addAll(page.get("items").findValuesAsText("key"));
            cursor = page.get("cursor").isNull()
                    ? null
                    : "&cursor=" + page.get("cursor").textValue();
        } while (cursor != null);

        assertThat(seen).containsExactlyElementsOf(ids);
        var one = TestHttp.json(http.get("/api/v1/stores/tokens-requests/" + ids.get(0)));
        assertThat(one.at("/value/status").textValue()).isEqualTo("RUNNING");
        assertThat(one.get("role").textValue()).isEqualTo("active");
        assertThat(one.get("lag").longValue()).isZero();
        assertThat(one.get("isolation").textValue()).isIn("committed", "uncommitted");
        assertThat(one.get("position").size()).isEqualTo(1);
    }

    @Test
    void shouldTellWhatAStoreDoesNotHoldOrTake() {
        assertThat(http.get("/api/v1/stores/tokens-requests/none").statusCode()).isEqualTo(404);
        assertThat(http.get("/api/v1/stores/none").statusCode()).isEqualTo(404);
        assertThat(http.get("/api/v1/stores/tokens-requests?limit=501").statusCode())
                .isEqualTo(400);
        assertThat(http.get("/api/v1/stores/tokens-requests?cursor=abc").statusCode())
                .isEqualTo(400);
        assertThat(http.get("/api/v1/stores/tokens-requests?size=5").statusCode())
                .isEqualTo(400);
        assertThat(http.get("/api/v1/topics/tokens.requests/tail?since=0").statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldExposeMetricsAndVersion() {
        assertThat(http.get("/metrics").body()).contains("millrace_app_ready");
        assertThat(TestHttp.json(http.get("/version")).get("version").textValue())
                .isEqualTo(Build.read().version());
        assertThat(http.get("/health/live").statusCode()).isEqualTo(200);
    }
}
