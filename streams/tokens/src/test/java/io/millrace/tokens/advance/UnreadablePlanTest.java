package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.PinnedPlan;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.avro.tokens.WorkKind;
import io.millrace.events.serde.TrustedEvents;
import io.millrace.tokens.plan.ParsedPlans;
import io.millrace.tokens.plan.PlanParser;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A task that moves to an instance where a parser of its plan is missing: the request ends, the application goes on. */
class UnreadablePlanTest {

    private static final long NOW = 1_000;

    private final List<Result> results = new ArrayList<>();
    private final List<Work> work = new ArrayList<>();
    private final MemoryState memory = new MemoryState();
    private final Plan plan = plan();

    @BeforeAll
    static void trustEvents() {
        TrustedEvents.trust();
    }

    @Test
    void shouldEndARequestWhoseNextElementComes() {
        begin();

        advance().element(start(), NOW + 1);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.getStatus()).isEqualTo(ResultStatus.FAILED);
            assertThat(result.getErrorCode()).isEqualTo("INVALID_PLAN");
            assertThat(result.getErrorMessage()).contains("stages[1].parser", "nobody-has-it");
        });
        assertThat(work).extracting(Work::getKind).containsExactly(WorkKind.CALL, WorkKind.CANCEL);
    }

    @Test
    void shouldEndARequestWhoseDeadlineComes() {
        begin();

        advance().wake(NOW + Duration.ofDays(1).toMillis());

        assertThat(results).extracting(Result::getErrorCode).containsExactly("INVALID_PLAN");
    }

    /** On an instance where all is well; then its plan becomes one that no instance here can read. */
    private void begin() {
        advance()
                .request(
                        Request.newBuilder()
                                .setRequestId("r1")
                                .setPipeline("p")
                                .setInput("?")
                                .setAt(NOW)
                                .build(),
                        NOW);
        var unreadable = plan.getDefinition().replace("\"lines\"", "\"nobody-has-it\"");
        memory.state.plans().put(plan.getDigest(), new PinnedPlan(unreadable, 1, NOW));
    }

    private Element start() {
        var call = work.get(0);
        return Element.newBuilder()
                .setRequestId("r1")
                .setStage(call.getStage())
                .setPath(call.getPath())
                .setAttempt(call.getAttempt())
                .setRun(1L)
                .setSeq(0)
                .setKind(ElementKind.START)
                .setPool(call.getPool())
                .setLane(0)
                .setAt(NOW)
                .build();
    }

    /** Another instance each time: it has parsed nothing yet. */
    private Advance advance() {
        var settings = new AdvanceSettings(
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                10,
                10,
                Quotas.NONE,
                1024 * 1024,
                1024 * 1024,
                Prices.NONE);
        return new Advance(memory.state, effects(), (pipeline, version) -> plan, new ParsedPlans(), settings);
    }

    private Effects effects() {
        return (Effects) Proxy.newProxyInstance(
                Effects.class.getClassLoader(), new Class<?>[] {Effects.class}, (proxy, method, given) -> {
                    switch (method.getName()) {
                        case "result" -> results.add((Result) given[0]);
                        case "work" -> work.add((Work) given[0]);
                        case "lane" -> {
                            return OptionalInt.of(0);
                        }
                        case "replicaSince" -> {
                            return OptionalLong.empty();
                        }
                        case "readsPrefixes" -> {
                            return false;
                        }
                        default -> {
                            return null;
                        }
                    }
                    return null;
                });
    }

    private static Plan plan() {
        var parsed = PlanParser.parse("""
                pipeline: p
                stages:
                - {name: answer, op: llm, engine: chat, template: '{{question}}'}
                - {name: line, op: split, input: answer, parser: lines}
                - {name: all, op: collect, input: line, level: line}
                - {name: out, op: sink, input: all}
                """, Set.of("chat"), Set.of());
        return new Plan("p", 1, parsed.digest(), parsed.canonicalJson(), NOW);
    }
}
