package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Scopes that close with the first two children that survive, at the outermost level or inside another scope, on random
 * trees; see {@link Seeds} for how to rerun one. Which children these are is up to the order of events, so the list must be some
 * of the list that a collect would have made.
 */
class FirstKPropertyTest {

    private static final int CASES = Seeds.TREES / 40;
    private static final double SILENCE = 0.1;

    @Test
    void shouldCloseWithSurvivorsWhateverHappens() {
        for (var chaos : List.of(Chaos.NONE, Chaos.SHUFFLED, Chaos.KILLED, Chaos.ABORTED)) {
            Seeds.forEach(CASES, seed -> {
                var tree = tree(seed, 0);
                var harness = harness(tree, seed, chaos);
                // When
                harness.run();
                // Then
                assertClosedWithFew(tree, harness);
                assertThat(harness.entriesAfterTtl())
                        .as("entries after the TTL")
                        .isZero();
            });
        }
    }

    @Test
    void shouldNeitherWaitForSiblingsNorBillMoreThanTheyUsed() {
        var early = new int[1];
        Seeds.forEach(CASES, seed -> {
            var tree = tree(seed, SILENCE);
            var harness = harness(tree, seed, Chaos.SHUFFLED);
            // When
            harness.run();
            early[0] += !harness.committed.results.isEmpty() && new Expectation(tree).isLate() ? 1 : 0;
            harness.pass(LogHarness.DEADLINE);
            // Then
            assertThat(harness.committed.results).hasSize(1);
            assertThat(billed(harness)).isEqualTo(counted(harness));
        });
        assertThat(early[0])
                .as("requests that did not wait for a call that never ends")
                .isGreaterThan(CASES / 20);
    }

    private static RandomTree tree(long seed, double silence) {
        var random = new Random(seed);
        return new RandomTree(random, silence, RandomPlan.withFew(random));
    }

    private static LogHarness harness(RandomTree tree, long seed, Chaos chaos) {
        var harness = new LogHarness(new Random(seed), chaos);
        harness.ask("r", tree);
        return harness;
    }

    private static void assertClosedWithFew(RandomTree tree, LogHarness harness) {
        assertThat(harness.committed.results).hasSize(1);
        var result = harness.committed.results.get(0);
        var all = new Expectation(tree);
        assertThat(ResultCheck.missing(result)).isSubsetOf(all.missing);
        if (all.cause() != null) {
            assertThat(result.getErrorCode()).isEqualTo(all.cause().code());
            return;
        }
        assertThat(result.getStatus()).isEqualTo(expectedStatus(result));
        assertIsFewOf(tree.plan, 1, ResultCheck.value(result), all.value());
    }

    private static ResultStatus expectedStatus(Result result) {
        return result.getMissing().isEmpty() ? ResultStatus.COMPLETE : ResultStatus.PARTIAL;
    }

    /** @param number of the level whose lists these are */
    private static void assertIsFewOf(RandomPlan plan, int number, Object few, Object all) {
        if (!(all instanceof List<?> values) || !(few instanceof List<?> chosen)) {
            assertThat(few).isEqualTo(all);
        } else if (plan.level(number).closer() == RandomPlan.Closer.FEW) {
            assertThat(values.containsAll(chosen))
                    .as("%s of %s", chosen, values)
                    .isTrue();
            assertThat(chosen).hasSize(Math.min(RandomPlan.MOST_OF_FEW, values.size()));
            assertThat(inOrder(values, chosen))
                    .as("%s in the order of %s", chosen, values)
                    .isTrue();
        } else {
            assertThat(chosen).hasSameSizeAs(values);
            for (var i = 0; i < values.size(); i++) {
                assertIsFewOf(plan, number + 1, chosen.get(i), values.get(i));
            }
        }
    }

    private static boolean inOrder(List<?> values, List<?> chosen) {
        var at = 0;
        for (var value : values) {
            at += at < chosen.size() && chosen.get(at).equals(value) ? 1 : 0;
        }
        return at == chosen.size();
    }

    private static Map<Long, Long> billed(LogHarness harness) {
        var billed = new HashMap<Long, Long>();
        for (CallUsage bill : harness.committed.bills) {
            billed.merge(bill.getRun(), bill.getUsage().getCompletionTokens(), Long::sum);
        }
        return billed;
    }

    private static Map<Long, Long> counted(LogHarness harness) {
        var counted = new HashMap<Long, Long>();
        harness.workers.counted().forEach((run, usage) -> counted.put(run, usage.getCompletionTokens()));
        return counted;
    }
}
