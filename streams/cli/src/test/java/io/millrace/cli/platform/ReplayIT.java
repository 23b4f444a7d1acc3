package io.millrace.cli.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.CommandRun;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.events.avro.tokens.Message;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.Isolation;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.engine.Script;
import io.millrace.testkit.engine.ScriptedServer;
import io.millrace.tokens.plan.PlanParser;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests that have ended and are replayed, with the topology and a worker, and no front door that could remember them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayIT {

    private static final TestPlatform CLUSTER = TestPlatform.shared();
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final long TIME = 50_000;
    private static final String LINES = """
            pipeline: lines
            stages:
            - {name: answer, op: llm, engine: chat, template: "%s {{question}}", emit: true}
            - {name: line, op: split, input: answer, parser: lines}
            - {name: marked, op: map, input: line, object: {line: "{{line}}"}}
            - {name: all, op: collect, input: marked, level: line}
            - {name: result, op: sink, input: all, text: "{{answer}}"}
            """;
    private static final String LARGE = """
            pipeline: large
            stages:
            - {name: answer, op: llm, engine: chat, template: "at length"}
            - {name: twice, op: map, input: answer, object: {first: "{{answer}}", second: "{{answer}}"}}
            - {name: result, op: sink, input: twice}
            """;

    @TempDir
    private Path dataDir;

    private final Parts parts = new Parts();
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeAll
    void startPlatform() throws Exception {
        var engine = parts.add(ScriptedServer.start(script()), ScriptedServer::close);
        var settings = CLUSTER.rawSettings(Map.of(
                "pools",
                "chat",
                "engine.url",
                engine.url(),
                "engine.retries",
                "0",
                "tokens.plan.wait.ms",
                "100",
                "tokens.commit.interval.ms",
                "50"));
        var platform = new Platform(settings, parts);
        platform.prepare();
        var tokens = platform.startTokens();
        platform.startWorkers();
        publish(LINES.formatted("Tell of"), 1);
        publish(LINES.formatted("Tell anew of"), 2);
        publish(LARGE, 1);
        ask("past", "lines", 1, "lanes");
        ask("large", "large", 1, "anything");
        ask("too-early", "lines", 7, "lanes");
        ask("running", "lines", 1, "nothing yet");
        tokens.awaitRunning(WITHIN);
        awaitResults("past", "large", "too-early");
    }

    @AfterAll
    void stopPlatform() {
        released.countDown();
        parts.close();
    }

    /** What is said depends on what is asked and on nothing else. */
    private Script script() {
        return (request, reply) -> {
            if (request.prompt().contains("at length")) {
                reply.token("word ".repeat(30_000)).done();
            } else if (request.prompt().contains("anew")) {
                reply.words("A lane is one partition.\nOne worker owns it.\nIt is never shared.\n")
                        .done();
            } else if (request.prompt().contains("nothing yet")) {
                reply.await(released).done();
            } else {
                reply.words("A lane is a partition.\nOne worker owns it.\n").done();
            }
        };
    }

    @Test
    void shouldFindNoDifferenceOnTheSamePlan() {
        var run = replay("past");

        assertThat(run.out()).contains("lines version 1\n").contains("no difference");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldAskWhatWasAskedAsTheSameTenantWithAsMuchTime() throws Exception {
        var run = replay("past", "--json");

        var id = Api.JSON.readTree(run.out()).at("/after/requestId").asText();
        var second = request(id);
        var expected = Request.newBuilder(request("past").value())
                .setRequestId(id)
                .setReplyTo(-1)
                .setAt(second.value().getAt())
                .setDeadline(second.value().getDeadline())
                .build();
        assertThat(id).matches("past-replay-[0-9a-f]{8}");
        assertThat(second.value()).isEqualTo(expected);
        assertThat(second.value().getDeadline() - second.value().getAt()).isBetween(TIME - 1_000, TIME);
        assertThat(second.headers().lastHeader("millrace-replay-of").value())
                .asString(UTF_8)
                .isEqualTo("past");
    }

    @Test
    void shouldShowWhatANewerPlanChanges() {
        var run = replay("past", "--plan", "2");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.code());
        assertThat(run.out()).contains("lines version 1 -> 2").contains("""
                items, 1 of 3 the same
                  ~ item 1
                      ~ /line: A lane is [-a-]{+one+} partition.
                  + item 3: {"line":"It is never shared."}
                """);
        assertThat(run.out()).containsPattern("answer +1 +10 +0 +9 -> 13 ");
    }

    @Test
    void shouldTakeTheCurrentPlanAndPrintJson() throws Exception {
        var run = replay("past", "--plan", "current", "--json");

        var json = Api.JSON.readTree(run.out());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.code());
        assertThat(json.at("/same").asBoolean()).isFalse();
        assertThat(json.at("/before/requestId").asText()).isEqualTo("past");
        assertThat(json.at("/after/version").asInt()).isEqualTo(2);
        assertThat(json.at("/items").findValuesAsText("change")).containsExactly("changed", "same", "added");
    }

    @Test
    void shouldCompareTheContentOfDocuments() {
        var run = replay("large");

        assertThat(run.out()).contains("no difference");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldReplayARequestThatEndedBeforeItHadAPlanOnlyOnOneThatIsNamed() {
        var without = replay("too-early");
        var with = replay("too-early", "--plan", "1");

        assertThat(without.exitCode()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(without.err()).contains("UNKNOWN_PIPELINE").contains("--plan");
        assertThat(with.exitCode()).isEqualTo(ExitCode.FAILED.code());
        assertThat(with.out()).contains("FAILED, UNKNOWN_PIPELINE").contains("COMPLETE");
    }

    @Test
    void shouldNotReplayARequestThatRuns() {
        var run = replay("running");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run.err()).contains("has no result yet").contains("--key running");
    }

    @Test
    void shouldSayWhatIsNotThere() {
        var request = replay("unknown");
        var version = replay("past", "--plan", "7");

        assertThat(request.exitCode()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(request.err()).contains("no request 'unknown'").contains("7 days");
        assertThat(version.exitCode()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(version.err()).contains("'lines' has no version 7").contains("--plan current");
    }

    private static void ask(String id, String pipeline, int version, String question) {
        long now = Clock.systemUTC().millis();
        var request = Request.newBuilder()
                .setRequestId(id)
                .setTenant("harbour")
                .setPipeline(pipeline)
                .setVersion(version)
                .setInput(question)
                .setMessages(List.of(new Message("user", "Good morning.")))
                .setParameters(Map.of("temperature", "0"))
                .setReplyTo(3)
                .setAt(now)
                .setDeadline(now + TIME)
                .build();
        try (var requests = CLUSTER.writer(TokensTopics.REQUESTS)) {
            requests.write(id, request);
        }
    }

    private static void awaitResults(String... ids) {
        try (var results = CLUSTER.reader(TokensTopics.RESULTS, Isolation.COMMITTED)) {
            for (var id : ids) {
                results.awaitValues(id, 1, WITHIN);
            }
        }
    }

    private static ConsumerRecord<String, Request> request(String id) {
        try (var requests = CLUSTER.reader(TokensTopics.REQUESTS, Isolation.COMMITTED)) {
            return requests.awaitMatching(1, WITHIN, record -> record.key().equals(id))
                    .get(0);
        }
    }

    private static void publish(String source, int version) {
        var parsed = PlanParser.parse(source, Set.of("chat"), Set.of());
        var plan = new Plan(parsed.name(), version, parsed.digest(), parsed.canonicalJson(), 1L);
        try (var plans = CLUSTER.writer(TokensTopics.PLANS)) {
            plans.write(plan.getPipeline() + "|" + version, plan);
            plans.write(plan.getPipeline(), plan);
        }
    }

    private CommandRun replay(String... command) {
        var arguments = new ArrayList<>(List.of("replay"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of(
                "--bootstrap-servers", CLUSTER.bootstrapServers(),
                "--registry", CLUSTER.registryUrl(),
                "--data-dir", dataDir.toString()));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
