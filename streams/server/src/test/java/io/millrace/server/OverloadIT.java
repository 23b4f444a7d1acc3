package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both doors refuse what would begin after its deadline. */
@ExtendWith(SharedServer.class)
class OverloadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestPlatform PLATFORM = TestPlatform.shared();
    private static final String DEADLINE_MS = "10000";

    private final String pool = PLATFORM.uniqueName("pool");
    private final String pipeline = PLATFORM.uniqueName("busy");
    private final TestHttp http;

    OverloadIT(ServerFixture server) {
        this.http = server.http();
    }

    @Test
    void shouldRefuseAtBothDoorsWhatWouldBeginAfterItsDeadline() {
        // Given a wait of 40.12 s
        publishPipeline();
        report(load(40));

        var chat = chat();
        var request = request();

        assertRefused(chat);
        assertRefused(request);
        assertThat(json(chat).at("/error/code").textValue()).isEqualTo("too_many_requests");
        assertThat(json(chat).at("/error/type").textValue()).isEqualTo("rate_limit_error");
        assertThat(request.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(request).get("code").textValue()).isEqualTo("too_many_requests");
    }

    @Test
    void shouldAskAgainOnceTheReplicaHasLeft() {
        publishPipeline();
        report(load(40));
        assertRefused(request());

        report(null);

        assertThat(request().statusCode()).isEqualTo(202);
    }

    @Test
    void shouldForgetAReplicaThatWasKilledLongAgo() {
        try (var loads = PLATFORM.writer(TokensTopics.LOADS)) {
            loads.write(pool, load(Instant.now().minus(Duration.ofHours(2)), 0));
        }

        try (var loads = PLATFORM.reader(TokensTopics.LOADS, Isolation.COMMITTED)) {
            loads.awaitMatching(1, PATIENCE, load -> load.key().equals(pool) && load.value() == null);
        }
        awaitStore(404);
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("31");
    }

    private HttpResponse<String> chat() {
        var body = "{\"model\":\"" + pipeline + "\",\"messages\":[{\"role\":\"user\",\"content\":\"why?\"}]}";
        return http.post("/v1/chat/completions", body, "X-Millrace-Deadline-Ms", DEADLINE_MS);
    }

    private HttpResponse<String> request() {
        return http.post(
                "/api/v1/tokens/pipelines/" + pipeline + "/requests",
                "{\"input\":\"why?\",\"deadlineMs\":" + DEADLINE_MS + "}");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return TestHttp.json(answer);
    }

    private void publishPipeline() {
        var definition = """
                {"pipeline": "%s", "stages": [
                  {"name": "answer", "op": "llm", "engine": "%s", "template": "{{question}}"},
                  {"name": "end", "op": "sink", "input": "answer"}]}
                """.formatted(pipeline, pool);
        try (var plans = PLATFORM.writer(TokensTopics.PLANS)) {
            plans.write(pipeline, new Plan(pipeline, 1, "digest of " + pipeline, definition, 1L));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> http.get("/v1/models/" + pipeline).statusCode() == 200);
    }

    /** Returns when the server has it. */
    private void report(@Nullable Load load) {
        try (var loads = PLATFORM.writer(TokensTopics.LOADS)) {
            loads.write(pool, load);
        }
        awaitStore(load == null ? 404 : 200);
    }

    private void awaitStore(int status) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> http.get("/api/v1/stores/tokens-loads/" + pool).statusCode() == status);
    }

    private Load load(int waiting) {
        return load(Instant.now().plus(PATIENCE), waiting);
    }

    private Load load(Instant at, int waiting) {
        return Load.newBuilder()
                .setReplica(pool)
                .setPool(pool)
                .setLanes(List.of(0))
                .setWaiting(waiting)
                .setLimit(1)
                .setMeanCallMillis(1_003.0)
                .setAt(at.toEpochMilli())
                .build();
    }
}
