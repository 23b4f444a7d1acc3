package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Result;
import io.millrace.tokens.advance.AggregatingReplicas.Answer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Invariant 8: with {@code affinity: scope} all parts of a scope meet one instance of the service. See {@link AffinityPool};
 * {@link Seeds} says how to rerun one case.
 */
class AffinityPropertyTest {

    private static final int CASES = 10;
    private static final int REQUESTS = 12;

    @Test
    void shouldSendAllPartsOfAScopeToOneInstance() {
        Seeds.forEach(CASES, seed -> {
            var random = new Random(seed);
            var pool = new AffinityPool(random, plan(1 + random.nextInt(3), ", affinity: scope"));
            ask(pool);
            while (pool.step()) {}

            assertThat(pool.results)
                    .extracting(Result::getComplete)
                    .hasSize(REQUESTS)
                    .containsOnly(true);
            pool.replicas.answers.forEach((scope, answers) -> {
                assertThat(answers.stream().map(Answer::instance).distinct())
                        .as(scope)
                        .hasSize(1);
                assertThat(mostSeen(answers)).as(scope).isEqualTo(answers.size());
            });
            assertThat(pool.replicas.ends).hasSize(pool.replicas.answers.size()).doesNotContainValue(-1);
            assertThat(pool.replicas.seen.values())
                    .as("scopes whose end was not told")
                    .allMatch(Map::isEmpty);
            assertThat(pool.entriesAfterTtl()).isZero();
        });
    }

    @Test
    void shouldFailWhatIsLeftOfAScopeRatherThanSendItElsewhere() {
        var lost = new TreeMap<String, Integer>();
        Seeds.forEach(CASES, seed -> {
            var random = new Random(seed);
            var pool = new AffinityPool(random, plan(1 + random.nextInt(3), ", affinity: scope"));
            ask(pool);
            pool.disturb();
            while (pool.step()) {}

            assertThat(pool.results.size()).isEqualTo(REQUESTS);
            pool.replicas.answers.forEach((scope, answers) -> {
                assertThat(answers.stream().map(Answer::instance).distinct())
                        .as(scope)
                        .hasSize(1);
                assertThat(mostSeen(answers)).as(scope).isGreaterThanOrEqualTo(answers.size());
            });
            for (var result : pool.results) {
                assertThat(result.getMissing()).extracting(Missing::getCode).allMatch("REPLICA_LOST"::equals);
                assertThat(ended(result, "part")).as("parts that ended").isEqualTo(ended(result, "kept"));
                lost.merge(result.getComplete() ? "whole" : "lost", 1, Integer::sum);
            }
            assertThat(pool.entriesAfterTtl()).isZero();
        });
        assertThat(lost).containsOnlyKeys("whole", "lost");
    }

    /**
     * The negative control: without affinity all n parts meet with probability R^-(n-1), and nothing says so when they do not.
     * Shares within four standard deviations.
     */
    @Test
    void shouldGetWrongAnswersWithoutAffinityAsOftenAsChanceSays() {
        var scopes = new TreeMap<Integer, Integer>();
        var wrong = new TreeMap<Integer, Integer>();
        Seeds.forEach(CASES, seed -> {
            var pool = new AffinityPool(new Random(seed), plan(2, ""));
            ask(pool);
            while (pool.step()) {}
            assertThat(pool.results)
                    .extracting(Result::getComplete)
                    .hasSize(REQUESTS)
                    .containsOnly(true);
            pool.replicas.answers.forEach((scope, answers) -> {
                scopes.merge(answers.size(), 1, Integer::sum);
                wrong.merge(answers.size(), mostSeen(answers) < answers.size() ? 1 : 0, Integer::sum);
            });
        });
        for (var parts = 2; parts <= 4; parts++) {
            int count = scopes.get(parts);
            var expected = 1 - Math.pow(AffinityPool.REPLICAS, 1 - parts);
            assertThat(wrong.get(parts) / (double) count)
                    .as("wrong of %d scopes of %d parts, seed %d", count, parts, Seeds.FIRST)
                    .isCloseTo(expected, within(4 * Math.sqrt(expected * (1 - expected) / count)));
        }
    }

    private static int ended(Result result, String stage) {
        return result.getStages().stream()
                .filter(each -> each.getStage().equals(stage))
                .mapToInt(each -> each.getItems() + each.getDropped() + each.getFailed())
                .sum();
    }

    private static void ask(AffinityPool pool) {
        for (var i = 0; i < REQUESTS; i++) {
            pool.ask("r" + i);
        }
    }

    private static int mostSeen(List<Answer> answers) {
        return answers.stream().mapToInt(Answer::seen).max().orElse(0);
    }

    /** Levels within each other, of which the innermost is filtered and its items go to the service. */
    private static String plan(int depth, String affinity) {
        var yaml = new StringBuilder("pipeline: affinity\nstages:\n");
        var input = "question";
        for (var level = 1; level <= depth; level++) {
            yaml.append("- {name: g%d, op: llm, engine: chat, input: %s, template: '{{%s}}'}%n"
                    .formatted(level, input, input));
            yaml.append("- {name: s%d, op: split, input: g%d, parser: lines}%n".formatted(level, level));
            input = "s" + level;
        }
        yaml.append("- {name: kept, op: filter, input: %s, expression: '%s != \"drop\"'}%n".formatted(input, input));
        yaml.append("- {name: part, op: call, service: tool, input: kept%s}%n".formatted(affinity));
        input = "part";
        for (var level = depth; level > 0; level--) {
            yaml.append("- {name: c%d, op: collect, input: %s, level: s%d}%n".formatted(level, input, level));
            input = "c" + level;
        }
        return yaml.append("- {name: out, op: sink, input: %s}%n".formatted(input))
                .toString();
    }
}
