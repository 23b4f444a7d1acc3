package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.server.DescribedInterface.Described;
import io.millrace.testkit.TestPlatform;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls every operation that the server describes, well, badly and with malice; each answer must be as described. */
@ExtendWith(SharedServer.class)
class OpenApiIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();
    private static final String JSON = "application/json";

    private static final List<String> HOSTILE_TEXTS = List.of(
            " ",
            "..",
            "../../etc/passwd",
            "none",
            "a".repeat(3_000),
            "\u0000",
            "\n\r\nSet-Cookie: a=b",
            "\ud83d\udca5",
            "'; DROP TABLE stores;--",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1/a}",
            "%00",
            "%zz",
            "{}",
            "|");

    private static final List<String> HOSTILE_NUMBERS =
            List.of("", "-1", "1.5", "NaN", "0x10", "9223372036854775808", "1e9", "\u0661");

    private static final List<String> HOSTILE_BODIES = List.of(
            "",
            " ",
            "null",
            "7",
            "[]",
            "{}",
            "\"text\"",
            "{",
            "{\"input\":\"a\",\"input\":\"b\"}",
            "{\"key\":7,\"value\":{}}",
            "{\"records\":{}}",
            "{\"records\":[null]}",
            "{\"input\":{\"a\":1}}",
            "{\"model\":\"echo\",\"messages\":7}",
            "[".repeat(5_000),
            "{\"a\":".repeat(500) + "1" + "}".repeat(500),
            "{\"input\":" + "9".repeat(5_000) + "}",
            "{\"input\":\"" + "x".repeat(100_000) + "\"}",
            "\ud83d\udca5: [",
            "&a [*a]");

    private final TestHttp http;
    private final DescribedInterface described;

    OpenApiIT(ServerFixture server) {
        this.http = server.http();
        this.described = new DescribedInterface(TestHttp.json(http.get("/openapi.json")));
    }

    @Test
    void shouldAnswerGoodCallsAsDescribed() {
        for (var operation : described.operations()) {
            var answer = good(operation);

            assertThat(answer.statusCode()).as(operation + " " + answer.body()).isBetween(200, 299);
            described.check(operation, answer, operation.toString());
        }
    }

    @Test
    void shouldRefuseParametersThatThereAreNotAndThoseGivenTwice() {
        for (var operation : described.operations()) {
            var names = new ArrayList<>(List.of("nonsense"));
            operation
                    .parameters("query")
                    .forEach(parameter -> names.add(parameter.path("name").asText()));
            for (var name : names) {
                var answer = call(operation, Map.of(), name + "=1&" + name + "=1", "{}", JSON, Map.of());

                assertThat(answer.statusCode()).as(operation + " " + name).isEqualTo(400);
                described.check(operation, answer, operation + " " + name);
            }
        }
    }

    @Test
    void shouldAnswerHostileParametersAsDescribed() {
        for (var operation : described.operations()) {
            for (var parameter : operation.parameters("query")) {
                var name = parameter.path("name").asText();
                for (var value : values(parameter)) {
                    check(
                            operation,
                            call(operation, Map.of(), name + "=" + encoded(value), "{}", JSON, Map.of()),
                            value);
                }
            }
            for (var parameter : operation.parameters("header")) {
                var name = parameter.path("name").asText();
                for (var value : values(parameter)) {
                    if (value.chars().allMatch(letter -> letter >= ' ' && letter < 127)) {
                        check(operation, call(operation, Map.of(), "", "{}", JSON, Map.of(name, value)), value);
                    }
                }
            }
            for (var parameter : operation.parameters("path")) {
                var name = parameter.path("name").asText();
                for (var value : HOSTILE_TEXTS) {
                    check(operation, call(operation, Map.of(name, value), "", "{}", JSON, Map.of()), value);
                }
            }
        }
    }

    @Test
    void shouldRefuseHostileBodiesAsDescribed() {
        for (var operation : described.operations()) {
            if (!operation.hasBody()) {
                continue;
            }
            for (var body : HOSTILE_BODIES) {
                for (var type : List.of(JSON, "text/plain", "application/xml", "nonsense")) {
                    var answer = call(operation, Map.of(), "", body, type, Map.of());

                    // A batch has an outcome for each record.
                    int least = body.equals("{\"records\":[null]}") && type.equals(JSON) ? 207 : 400;
                    assertThat(answer.statusCode())
                            .as(operation + " " + type + " " + body)
                            .isBetween(least, 499);
                    check(operation, answer, type + " " + body);
                }
            }
        }
    }

    /** Pages and problems that it names are there. */
    @Test
    void shouldLeadFromEachProblemToWhatIsSaidOfIt() {
        var codes = described.document().at("/components/schemas/Problem/properties/code/enum");

        assertThat(codes).isNotEmpty();
        codes.forEach(code -> {
            var said = http.get("/problems/" + code.asText().replace('_', '-'));
            assertThat(said.statusCode()).isEqualTo(200);
            assertThat(TestHttp.json(said).path("code")).isEqualTo(code);
        });
        assertThat(http.get("/reference").body())
                .contains("/api/v1/stores/{store}/{key}")
                .doesNotContain("<script");
    }

    /** A stream is asked for its headers only: it does not end. */
    private HttpResponse<String> good(Described operation) {
        var request = "req-" + PLATFORM.uniqueName("openapi");
        return switch (operation.id()) {
            case "publish" -> {
                var body = "{\"key\":\"" + request + "\",\"value\":" + Asked.value(request) + "}";
                yield call(operation, Map.of(), "", body, JSON, Map.of("Idempotency-Key", request));
            }
            case "createPipeline" -> call(operation, Map.of(), "", "echo", "application/yaml", Map.of());
            case "putPipeline" -> call(operation, Map.of("name", "doomed"), "", "doomed", "application/yaml", Map.of());
            case "deletePipeline" -> {
                http.put("/api/v1/tokens/pipelines/doomed", "doomed", "application/yaml");
                yield call(operation, Map.of("name", "doomed"), "", "", JSON, Map.of());
            }
            case "ask" -> call(operation, Map.of(), "", "{\"input\":\"why?\"}", JSON, Map.of());
            case "getRequest", "cancelRequest", "tailRequest" -> {
                var asked = http.post("/api/v1/tokens/pipelines/echo/requests", "{\"input\":\"why?\"}");
                var id = TestHttp.json(asked).path("requestId").textValue();
                yield call(operation, Map.of("id", id), "", "", JSON, Map.of());
            }
            case "createChatCompletion" -> chat(operation);
            default -> call(operation, Map.of(), "", "{}", JSON, Map.of());
        };
    }

    private HttpResponse<String> chat(Described operation) {
        var question = PLATFORM.uniqueName("openapi");
        var body = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}";
        var answer = CompletableFuture.supplyAsync(() -> call(operation, Map.of(), "", body, JSON, Map.of()));
        try (var replies = new Replies(Asked.once(question))) {
            replies.finished(ResultStatus.COMPLETE, "Rivers bend.");
        }
        return answer.join();
    }

    private void check(Described operation, HttpResponse<String> answer, String with) {
        var call = operation + " with " + with.substring(0, Math.min(80, with.length()));
        assertThat(answer.statusCode()).as(call + " " + answer.body()).isNotEqualTo(500);
        if (described.tells(operation, answer.statusCode())) {
            described.check(operation, answer, call);
        } else {
            // The hostile value made another address of it.
            assertThat(answer.statusCode()).as(call + " " + answer.body()).isIn(404, 405, 414, 431);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(call)
                    .contains("json");
        }
    }

    private HttpResponse<String> call(
            Described operation,
            Map<String, String> path,
            String query,
            String body,
            String type,
            Map<String, String> headers) {
        var address = operation.path();
        for (var parameter : operation.parameters("path")) {
            var name = parameter.path("name").asText();
            var example = parameter.path("example").asText("none");
            address = address.replace("{" + name + "}", encoded(path.getOrDefault(name, example)));
        }
        var method = operation.isStream() ? "HEAD" : operation.method();
        var request = HttpRequest.newBuilder()
                .method(method, operation.hasBody() ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
        if (operation.hasBody()) {
            request.header("Content-Type", type);
        }
        headers.forEach(request::header);
        return http.send(request, query.isEmpty() ? address : address + "?" + query);
    }

    private static List<String> values(JsonNode parameter) {
        var isNumber = parameter.at("/schema/type").asText().equals("integer");
        return isNumber ? HOSTILE_NUMBERS : HOSTILE_TEXTS;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
