package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Request;
import io.millrace.testkit.TestPlatform;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServer.class)
class PublishIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();

    private final TestHttp http;

    PublishIT(ServerFixture server) {
        this.http = server.http();
    }

    @Test
    void shouldPublishAnEventThatFitsItsSchema() {
        var id = PLATFORM.uniqueName("published");

        var answer = http.post(
                "/api/v1/topics/tokens.requests", "{\"key\":\"" + id + "\",\"value\":" + Asked.value(id) + "}");

        assertThat(answer.statusCode()).isEqualTo(201);
        var json = TestHttp.json(answer);
        assertThat(json.get("position").textValue())
                .isEqualTo("tokens.requests/" + json.get("partition") + "/" + json.get("offset"));
        assertThat(Asked.committed(id, 1)).extracting(Request::getInput).containsExactly("why?");
    }

    @Test
    void shouldNameEveryFieldThatDoesNotFit() {
        var answer = http.post("/api/v1/topics/tokens.requests", "{\"key\":\"k\",\"value\":{\"input\":1,\"hue\":2}}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(TestHttp.json(answer).get("errors").findValuesAsText("place"))
                .contains("value.requestId", "value.input", "value.hue", "value.pipeline", "value.at");
    }

    @ParameterizedTest
    @CsvSource({"another,asked", "a|b,a|b", "'a b','a b'"})
    void shouldRefuseAKeyThatIsNotTheIdOfItsRequest(String key, String requestId) {
        var answer = http.post(
                "/api/v1/topics/tokens.requests", "{\"key\":\"" + key + "\",\"value\":" + Asked.value(requestId) + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(TestHttp.json(answer).at("/errors/0/place").textValue()).isEqualTo("key");
        assertThat(TestHttp.json(answer).get("detail").textValue()).contains("send ");
    }

    @Test
    void shouldReportEachRecordOfABatch() {
        var id = PLATFORM.uniqueName("batch");
        var good = "{\"key\":\"" + id + "\",\"value\":" + Asked.value(id) + "}";

        var answer = http.post("/api/v1/topics/tokens.requests", "[" + good + ",7,{\"key\":\"k\"}," + good + "]");

        assertThat(answer.statusCode()).isEqualTo(207);
        var records = TestHttp.json(answer).get("records");
        assertThat(records.findValuesAsText("status")).containsExactly("201", "400", "400", "201");
        assertThat(records.at("/1/errors/0/place").textValue()).isEqualTo("records[1]");
        Asked.committed(id, 2);
    }

    @Test
    void shouldRefuseWhatTheCatalogueDoesNotLetBePublished() {
        assertThat(http.post("/api/v1/topics/tokens.results", "{\"key\":\"k\",\"value\":{}}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(http.post("/api/v1/topics/tokens.plans", "{\"key\":\"echo\",\"value\":null}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(http.post("/api/v1/topics/no.topic", "{\"key\":\"k\",\"value\":{}}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseAnEventThatIsLargerThanARecordMayBe() {
        var event = Asked.value("large").replace("why?", "x".repeat(40_000));

        var refused = http.post("/api/v1/topics/tokens.requests", "{\"key\":\"large\",\"value\":" + event + "}");

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(TestHttp.json(refused).get("detail").textValue()).contains("at most 32768");
    }

    @Test
    void shouldRefuseBodiesThatAreTooLargeOrNotJson() {
        var large = "{\"key\":\"" + "x".repeat(70_000) + "\"}";

        assertThat(http.post("/api/v1/topics/tokens.requests", large).statusCode())
                .isEqualTo(413);
        assertThat(http.post("/api/v1/topics/tokens.requests", "{\"key\":").statusCode())
                .isEqualTo(400);
        assertThat(http.post("/api/v1/topics/tokens.requests", "[".repeat(30_000))
                        .statusCode())
                .isEqualTo(400);
        for (var type : List.of("application/xml", "text/plain")) {
            assertThat(http.put("/api/v1/tokens/pipelines/x", "x", type).statusCode())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(http.get("/api/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(http.delete("/version").statusCode()).isEqualTo(405);
    }

    @Test
    void shouldPublishOnceForOneIdempotencyKeyWhoeverAsksAtOnce() {
        var id = PLATFORM.uniqueName("once");
        var body = "{\"key\":\"" + id + "\",\"value\":" + Asked.value(id) + "}";

        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> http.post("/api/v1/topics/tokens.requests", body, "Idempotency-Key", id)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200, 201);
        assertThat(answers)
                .extracting(a -> TestHttp.json(a).get("offset").longValue())
                .containsOnly(TestHttp.json(answers.get(0)).get("offset").longValue());
        assertThat(Asked.committed(id, 1)).hasSize(1);
    }

    @Test
    void shouldRefuseAKeyThatBelongsToAnotherEvent() {
        var id = PLATFORM.uniqueName("reused");
        http.post(
                "/api/v1/topics/tokens.requests",
                "{\"key\":\"" + id + "\",\"value\":" + Asked.value(id) + "}",
                "Idempotency-Key",
                id);

        var other = http.post(
                "/api/v1/topics/tokens.requests",
                "{\"key\":\"other\",\"value\":" + Asked.value("other") + "}",
                "Idempotency-Key",
                id);

        assertThat(other.statusCode()).isEqualTo(422);
    }
}
