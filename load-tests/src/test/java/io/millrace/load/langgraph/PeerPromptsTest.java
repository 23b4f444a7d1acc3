package io.millrace.load.langgraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.simulated.EngineProfile;
import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.engines.simulated.SimulatedServer;
import io.millrace.load.headline.Answer;
import io.millrace.load.headline.Mode;
import io.millrace.load.headline.Workload;
import io.millrace.load.headline.real.Pipelines;
import io.millrace.load.headline.real.Prompts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the peer asks, beside what Millrace asks of the same replicas and what these count. */
class PeerPromptsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EngineProfile INSTANT = new EngineProfile("instant", 0, 0, 0, 0, 0, 1, Batch.DEFAULT);
    private static final Answer ANSWER = new Answer(55, 2, 6);
    private static final int NUMBER = 123_456;
    private static final String WRITTEN = "abcdef01-0 claims:2 flow. ".repeat(8);
    private static final String CLAIM = "abcdef01-0 ".repeat(7);
    private static final String EVIDENCE = "e".repeat(Prompts.EVIDENCE_TOKENS * 4);

    private static JsonNode asked;

    @BeforeAll
    static void ask() throws Exception {
        Node.assumeInstalled();
        asked = JSON.readTree(Node.run("""
                import { finding, prompt, question } from './prompts.mjs';
                const asked = question({ id: %d, tokens: %d, sentences: %d, claims: %d });
                console.log(JSON.stringify({
                  answer: prompt('answer', asked),
                  claims: prompt('claims', '%s'),
                  queries: prompt('queries', '%s'),
                  verify: prompt('verdict', finding('%s', ['%s', '%s'])),
                }));
                """.formatted(
                        NUMBER,
                        ANSWER.tokens(),
                        ANSWER.sentences(),
                        ANSWER.claims(),
                        WRITTEN,
                        CLAIM,
                        CLAIM,
                        EVIDENCE,
                        EVIDENCE)));
    }

    @Test
    void shouldAskWhatMillraceAsks() {
        var question = Prompts.question(String.valueOf(NUMBER), ANSWER);
        var evidence = List.of(EVIDENCE, EVIDENCE);

        assertThat(asked.path("answer")).isEqualTo(ours("answer", Map.of("question", question)));
        assertThat(asked.path("claims")).isEqualTo(ours("claims", Map.of("answer", WRITTEN)));
        assertThat(asked.path("queries")).isEqualTo(ours("queries", Map.of("claim", CLAIM)));
        assertThat(asked.path("verify")).isEqualTo(ours("verify", Map.of("claim", CLAIM, "evidence", evidence)));
    }

    @Test
    void shouldAskInTheSizesOfTheExperiment() throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var replicas =
                SimulatedServer.start(address, new SimulatedServer.Options(1, INSTANT, 1, RawSettings.of(Map.of())))) {
            assertThat(counted(replicas, "answer")).isEqualTo(120 + 13);
            assertThat(counted(replicas, "claims")).isEqualTo(577 + WRITTEN.length() / 4);
            assertThat(counted(replicas, "queries")).isEqualTo(302 + 14);
            assertThat(counted(replicas, "verify")).isEqualTo(150 + 600);
        }
    }

    @Test
    void shouldAskEachQuestionInMillracesWords() throws Exception {
        var answers = Workload.answers();

        var questions = JSON.readTree(Node.run("""
                import { question } from './prompts.mjs';
                console.log(JSON.stringify(%s.map(question)));
                """.formatted(IntStream.range(0, answers.size())
                .mapToObj(id -> "{ id: %d, tokens: %d, sentences: %d, claims: %d }"
                        .formatted(
                                id,
                                answers.get(id).tokens(),
                                answers.get(id).sentences(),
                                answers.get(id).claims()))
                .toList())));

        assertThat(questions)
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(IntStream.range(0, answers.size())
                        .mapToObj(id -> Prompts.question(String.valueOf(id), answers.get(id)))
                        .toList());
    }

    private static ArrayNode ours(String stage, Map<String, Object> values) {
        var work = Pipelines.of(Mode.WHOLE, Pipelines.Found.OBJECT)
                .plan(Set.of(Pipelines.ENGINE), Set.of(Pipelines.SEARCH))
                .find(stage)
                .orElseThrow()
                .work();
        var messages = JSON.createArrayNode();
        messages.addObject()
                .put("role", "system")
                .put("content", Objects.requireNonNull(work.system()).render(values));
        messages.addObject()
                .put("role", "user")
                .put("content", Objects.requireNonNull(work.template()).render(values));
        return messages;
    }

    private static int counted(SimulatedServer replicas, String stage) throws Exception {
        var body = JSON.createObjectNode().put("model", "simulated").set("messages", asked.path(stage));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replicas.port() + "/v1/chat/completions"))
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString(UTF_8));
        return JSON.readTree(answer.body()).path("usage").path("prompt_tokens").asInt();
    }
}
