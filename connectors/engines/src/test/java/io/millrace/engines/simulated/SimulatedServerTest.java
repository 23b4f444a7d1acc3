package io.millrace.engines.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.openai.OpenAiProvider;
import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.engines.simulated.SimulatedServer.Options;
import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.engines.spi.TokenUsage;
import io.millrace.events.avro.tokens.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asked by the engine {@code openai} as it is shipped, and by plain HTTP where a client does otherwise. */
@Timeout(60)
class SimulatedServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUERIES = "Find it.\n@simulate queries count=2 tokens=28";
    private static final String ONE_MESSAGE = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Hearing hearing = new Hearing();
    private SimulatedServer server;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        var fast = new EngineProfile("fast", 0.5, 0, 0, 0, 0, 1, Batch.DEFAULT);
        var settings = RawSettings.of(Map.of("simulated.search.median.ms", "1"));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = SimulatedServer.start(address, new Options(2, fast, 1, settings));
        engine = new OpenAiProvider()
                .create(RawSettings.of(Map.of("engine.url", url(""), "engine.model", "fast", "engine.retries", "0")));
    }

    @AfterEach
    void close() {
        engine.close();
        server.close();
    }

    @Test
    void shouldStreamWhatTheEngineWrites() {
        ask(QUERIES, Map.of(), hearing);

        await().untilAsserted(() -> assertThat(hearing.outcomes()).containsExactly("STOP"));
        assertThat(hearing.text()).isEqualTo(SimulatedText.write(List.of(new Message("user", QUERIES)), 0, 1));
        assertThat(hearing.fragments()).hasSize(28);
        assertThat(hearing.usage()).isEqualTo(new TokenUsage(Prompt.tokensIn(QUERIES), 0, 28));
    }

    @Test
    void shouldSayThatTheClientsLimitCutTheAnswer() {
        ask(QUERIES, Map.of("max_tokens", "5"), hearing);

        await().untilAsserted(() -> assertThat(hearing.outcomes()).containsExactly("LENGTH"));
    }

    @Test
    void shouldCancelWhenTheClientGoes() {
        var call = ask("Talk", Map.of("max_tokens", "100000"), hearing);
        await().until(() -> !hearing.fragments().isEmpty());

        call.run();

        await().untilAsserted(() -> assertThat(server.load()).isZero());
    }

    @Test
    void shouldSpreadCallsOverTheReplicas() throws Exception {
        var all = Stream.generate(Hearing::new).limit(8).toList();
        all.forEach(one -> ask("Talk ".repeat(50), Map.of("max_tokens", "300"), one));

        await().until(() -> all.stream().noneMatch(one -> one.outcomes().isEmpty()));

        assertThat(all).allSatisfy(one -> assertThat(one.outcomes()).containsExactly("STOP"));
        for (int replica = 0; replica < 2; replica++) {
            var answer = post(
                    "/replicas/" + replica + "/v1/chat/completions", ONE_MESSAGE.formatted("Talk ".repeat(50), ""));
            assertThat(json(answer)
                            .at("/usage/prompt_tokens_details/cached_tokens")
                            .asInt())
                    .as("cached by replica %d", replica)
                    .isEqualTo(48);
        }
    }

    @Test
    void shouldAnswerWholeToThoseWhoDoNotStream() throws Exception {
        var answer = json(post("/v1/chat/completions", ONE_MESSAGE.formatted("Hello", ",\"max_tokens\":7")));

        assertThat(answer.at("/choices/0/message/content").asText()).hasSize(28);
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void shouldSendUsageOnlyToThoseWhoAsk() throws Exception {
        var silent = post("/v1/chat/completions", ONE_MESSAGE.formatted("Hello", ",\"stream\":true"));

        assertThat(silent.body()).doesNotContain("prompt_tokens").endsWith("data: [DONE]\n\n");
    }

    @Test
    void shouldNameItsModel() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url("/models"))).build();

        var answer = json(client.send(request, HttpResponse.BodyHandlers.ofString()));

        assertThat(answer.at("/data/0/id").asText()).isEqualTo("fast");
    }

    @Test
    void shouldRefuseInTheShapeOfTheApi() throws Exception {
        for (var body : List.of("{", "{}", ONE_MESSAGE.formatted("@simulate poem", ",\"stream\":true"))) {
            var answer = post("/v1/chat/completions", body);

            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(json(answer).at("/error/type").asText()).isEqualTo("invalid_request_error");
        }
    }

    @Test
    void shouldSayWhatThereIsWhenItIsSomethingElse() throws Exception {
        assertThat(post("/v1/completions", "{}").body()).contains("/v1/chat/completions");
        assertThat(post("/replicas/2/v1/chat/completions", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldSearch() throws Exception {
        assertThat(json(post("/search", "{\"query\":\"rivers\"}")).path("text").asText())
                .hasSize(1_200);
        assertThat(post("/search", "rivers").statusCode()).isEqualTo(400);
    }

    /** @return cancels the call */
    private Runnable ask(String prompt, Map<String, String> parameters, Hearing heard) {
        var messages = List.of(new Message("user", prompt));
        var input = JsonNodeFactory.instance.objectNode();
        return engine.start(new EngineRequest("call", messages, input, parameters, Instant.MAX), heard)::cancel;
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + "/v1" + path;
    }
}
