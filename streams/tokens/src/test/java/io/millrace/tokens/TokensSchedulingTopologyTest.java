package io.millrace.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.tokens.PrefixSketch;
import io.millrace.events.tokens.PromptBlocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where calls go: by what replicas report, and all parts of a scope to one. */
class TokensSchedulingTopologyTest {

    private static final String LONG_PROMPT = "word ".repeat(100);
    private static final long SINCE = 5;

    private static final String PARTS_PLAN = """
            pipeline: parts
            stages:
            - {name: answer, op: llm, engine: chat, template: '{{question}}'}
            - {name: line, op: split, input: answer, parser: lines}
            - {name: part, op: call, service: retrieve, input: line, affinity: scope}
            - {name: all, op: collect, input: part, level: line}
            - {name: result, op: sink, input: all}
            """;

    @Test
    void shouldSendACallWhereItsPromptIsCached() {
        try (var driver = TokensDriver.with(Asked.single("long", LONG_PROMPT, 1))) {
            // Given
            driver.ask(Asked.request("r1", "long").build());
            var first = driver.work().get(0);
            assertThat(first.getPrefix()).isNotEmpty().isEqualTo(PromptBlocks.of(first.getMessages()));
            // When a replica that has more to do than the others reports that it holds the prompt
            driver.report(load(driver, "idle", "chat", 0, 0).build());
            driver.report(load(driver, "warm", "chat", 2, 5)
                    .setSketch(PrefixSketch.of(first.getPrefix()).bytes())
                    .build());
            driver.pass(Duration.ofMillis(100));
            driver.ask(Asked.request("r2", "long").build());
            // Then
            assertThat(driver.work()).extracting(Work::getLane).containsExactly(2);
        }
    }

    @Test
    void shouldHashNoPromptWhereThePolicyOfThePoolDoesNotAsk() {
        var settings = Map.of("pool.chat.scheduler", "least-loaded");
        try (var driver = TokensDriver.with(settings, Asked.single("long", LONG_PROMPT, 1))) {
            driver.ask(Asked.request("r1", "long").build());
            assertThat(driver.work().get(0).getPrefix()).isEmpty();
        }
    }

    @Test
    void shouldTellTheReplicaOfAScopeItsPartsAndItsEnd() {
        try (var driver = TokensDriver.with(Asked.plan(PARTS_PLAN, 1))) {
            var parts = begin(driver);
            var lane = parts.get(0).getLane();
            var scope = parts.get(0).getScope();
            assertThat(parts)
                    .extracting(Work::getScope, Work::getIndex, Work::getLane)
                    .containsExactly(tuple(scope, 0, lane), tuple(scope, 1, lane));
            assertThat(scope).startsWith("r1|/|part|");

            parts.forEach(part -> end(driver, part));

            assertThat(driver.work())
                    .extracting(Work::getKind, Work::getScope, Work::getCardinality, Work::getLane)
                    .containsExactly(tuple(WorkKind.SCOPE_END, scope, 2, lane));
            assertThat(driver.result().getComplete()).isTrue();
        }
    }

    @Test
    void shouldEndTheScopesOfARequestThatIsCancelled() {
        try (var driver = TokensDriver.with(Asked.plan(PARTS_PLAN, 1))) {
            var parts = begin(driver);
            end(driver, parts.get(0));

            driver.cancel("r1", "enough");

            assertThat(driver.work())
                    .filteredOn(work -> work.getKind() == WorkKind.SCOPE_END)
                    .extracting(Work::getScope, Work::getCardinality)
                    .containsExactly(tuple(parts.get(0).getScope(), -1));
        }
    }

    @Test
    void shouldFailWhatIsLeftOfAScopeWhenItsReplicaIsSilent() {
        try (var driver = TokensDriver.with(Asked.plan(PARTS_PLAN, 1))) {
            // Given a replica that ended one of two parts
            driver.report(load(driver, "by-hand", "retrieve", 0, 0).build());
            driver.ask(Asked.request("r1", "parts").build());
            var answer = new HandRun(driver.work().get(0), 1);
            driver.emit(answer.start(), answer.text("one\ntwo\n"));
            var parts = driver.work();
            end(driver, parts.get(0));
            // When another part comes three seconds after its last report
            driver.pass(Duration.ofMillis(3_001));
            driver.emit(answer.text("three\n"), answer.end());
            // Then
            var result = driver.result();
            assertThat(result.getMissing())
                    .extracting(
                            Missing::getCode,
                            missing -> missing.getPath().get(0).getIndex())
                    .containsExactlyInAnyOrder(tuple("REPLICA_LOST", 1), tuple("REPLICA_LOST", 2));
            assertThat(result.getJson()).isEqualTo("[\"done\"]");
            assertThat(driver.work()).extracting(Work::getKind).containsExactly(WorkKind.CANCEL);
        }
    }

    /** A request whose two parts are sent. */
    private static List<Work> begin(TokensDriver driver) {
        driver.ask(Asked.request("r1", "parts").build());
        var answer = new HandRun(driver.work().get(0), 1);
        driver.emit(answer.start(), answer.text("one\ntwo\n"), answer.end());
        return driver.work();
    }

    private static void end(TokensDriver driver, Work part) {
        var run = new HandRun(part, part.getIndex() + 2L);
        driver.emit(run.start(), run.whole("\"done\""));
    }

    private static Load.Builder load(TokensDriver driver, String replica, String pool, int lane, int running) {
        return Load.newBuilder()
                .setReplica(replica)
                .setPool(pool)
                .setLanes(List.of(lane))
                .setRunning(running)
                .setLimit(8)
                .setSince(SINCE)
                .setAt(driver.now());
    }
}
