package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Topic.Access;
import io.millrace.testkit.TestPlatform;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what: every topic and store, role and verb. */
class AuthIT {

    /** As docs/reference/topics.md says it, written down a second time. */
    private static final Map<String, Set<Access>> ROLES = Map.of(
            "viewer", Set.of(Access.VIEWER),
            "publisher", Set.of(Access.PUBLISHER),
            "agent", Set.of(Access.AGENT),
            "approver", Set.of(Access.APPROVER),
            "auditor", Set.of(Access.AUDITOR),
            "operator", Set.of(Access.OPERATOR, Access.AUDITOR, Access.VIEWER, Access.PUBLISHER));

    private static final Tokens TOKENS = Tokens.issuer("one");

    @TempDir
    static Path directory;

    private static ServerFixture server;

    @BeforeAll
    static void start() throws IOException {
        var keys = Files.writeString(directory.resolve("keys.json"), TOKENS.keySet());
        server = ServerFixture.start(
                TestPlatform.shared(),
                Map.of("auth.jwks.file", keys.toString(), "auth.issuer", "https://issuer.example"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldLetEachRolePublishAndReadWhatTheCatalogueSays() {
        for (var topic : ServerFixture.catalogue().topics()) {
            ROLES.forEach((role, may) -> {
                var path = "/api/v1/topics/" + topic.name();
                // An empty event is refused for what it is, once its sender may publish at all.
                expect(call(role, "POST", path), may.contains(topic.rules().publish()), role + " POST " + path);
                expect(
                        call(role, "HEAD", path + "/tail"),
                        may.contains(topic.rules().read()),
                        role + " tail " + path);
                expect(call(role, "GET", path), may.contains(Access.VIEWER), role + " GET " + path);
            });
        }
    }

    @Test
    void shouldLetEachRoleReadTheStoresThatItMay() {
        for (var store : TinyTokens.stores("any")) {
            ROLES.forEach((role, may) -> {
                var path = "/api/v1/stores/" + store.name();
                expect(call(role, "GET", path), may.contains(store.read()), role + " " + path);
                expect(call(role, "GET", path + "/none"), may.contains(store.read()), role + " " + path + "/none");
            });
        }
    }

    /** Who may call what no topic and no store decides. */
    @Test
    void shouldLetEachRoleCallWhatItMay() {
        var pipeline = "/api/v1/tokens/pipelines/none";
        var calls = Map.of(
                Access.VIEWER,
                List.of(
                        "GET /api/v1/topics",
                        "GET /api/v1/stores",
                        "GET /api/v1/instances",
                        "GET /api/v1/tokens/pipelines",
                        "GET " + pipeline,
                        "GET /api/v1/tokens/requests/none",
                        "GET /v1/models",
                        "GET /metrics"),
                Access.PUBLISHER,
                List.of(
                        "PUT " + pipeline,
                        "DELETE " + pipeline,
                        "POST " + pipeline + "/requests",
                        "DELETE /api/v1/tokens/requests/none",
                        "POST /v1/chat/completions"));
        calls.forEach((access, each) -> each.forEach(call -> ROLES.forEach((role, may) -> {
            var parts = call.split(" ");
            expect(call(role, parts[0], parts[1]), may.contains(access), role + " " + call);
        })));
    }

    @Test
    void shouldWriteWhatAPublisherPublishesAndRefuseWhatItForges() {
        var id = TestPlatform.shared().uniqueName("auth");
        var event = "{\"key\":\"" + id + "\",\"value\":" + Asked.value(id) + "}";
        var token = TOKENS.of("p", "publisher");

        assertThat(post("/api/v1/topics/" + TokensTopics.REQUESTS.name(), event, token)
                        .statusCode())
                .isEqualTo(201);
        var forged = post("/api/v1/topics/" + TokensTopics.RESULTS.name(), event, token);
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(TestHttp.json(forged).path("detail").asText()).contains("the platform writes it");
    }

    @Test
    void shouldAskInTheNameOfTheTenantOfTheToken() {
        var token = TOKENS.sign(Tokens.claims("t")
                .claim("roles", List.of("publisher"))
                .claim("tenant", "acme")
                .build());
        server.http()
                .send(
                        authorised(
                                HttpRequest.newBuilder()
                                        .PUT(BodyPublishers.ofString("echo"))
                                        .header("Content-Type", "application/yaml"),
                                token),
                        "/api/v1/tokens/pipelines/echo");
        var question = TestPlatform.shared().uniqueName("tenant");
        var body = "{\"input\":\"" + question + "\"}";
        var path = "/api/v1/tokens/pipelines/echo/requests";

        assertThat(post(path, body, token).statusCode()).isEqualTo(202);
        assertThat(Asked.once(question).getTenant()).isEqualTo("acme");
        var other = server.http()
                .send(
                        authorised(
                                HttpRequest.newBuilder()
                                        .POST(BodyPublishers.ofString(body))
                                        .header("Content-Type", "application/json")
                                        .header("X-Millrace-Tenant", "umbrella"),
                                token),
                        path);
        assertThat(other.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldAskForATokenInTheProtocolOfTheCaller() {
        var problem = server.http().get("/api/v1/stores");
        var openAi = server.http().get("/v1/models");

        assertThat(problem.statusCode()).isEqualTo(401);
        assertThat(problem.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(TestHttp.json(problem).path("code").asText()).isEqualTo("unauthenticated");
        assertThat(openAi.statusCode()).isEqualTo(401);
        assertThat(TestHttp.json(openAi).at("/error/type").asText()).isEqualTo("authentication_error");
    }

    @Test
    void shouldAnswerProbesAndDescriptionsWithoutAToken() {
        for (var path : List.of("/health/live", "/health/ready", "/health/started", "/version", "/openapi.json")) {
            assertThat(server.http().get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    private static HttpResponse<String> call(String role, String method, String path) {
        var request = HttpRequest.newBuilder()
                .method(method, BodyPublishers.ofString(method.equals("POST") || method.equals("PUT") ? "{}" : ""))
                .header("Content-Type", "application/json");
        return server.http().send(authorised(request, TOKENS.of("someone", role)), path);
    }

    private static HttpResponse<String> post(String path, String body, String token) {
        return server.http().post(path, body, "Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder authorised(HttpRequest.Builder request, String token) {
        return request.header("Authorization", "Bearer " + token);
    }

    private static void expect(HttpResponse<String> answer, boolean allowed, String call) {
        assertThat(answer.statusCode())
                .as(call + " " + answer.body())
                .isNotEqualTo(401)
                .isLessThan(500);
        assertThat(answer.statusCode() != 403).as(call + " " + answer.body()).isEqualTo(allowed);
    }
}
