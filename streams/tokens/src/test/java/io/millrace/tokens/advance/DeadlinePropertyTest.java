package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Invariants of deadlines on random trees, some of whose calls never end: silent from the first, or after some children;
 * see {@link Seeds} for how to rerun one.
 */
class DeadlinePropertyTest {

    private static final List<Double> SILENCE = List.of(0.02, 0.1, 0.5);

    @Test
    void shouldCloseOnceAtTheDeadlineAndSayWhatIsMissing() {
        Seeds.forEach(Seeds.TREES / 8, seed -> check(seed, Chaos.SHUFFLED));
    }

    @Test
    void shouldCloseOnceAtTheDeadlineWhenWorkersDieAndTransactionsAbort() {
        Seeds.forEach(Seeds.TREES / 20, seed -> check(seed, Chaos.RARELY_KILLED));
    }

    @Test
    void shouldCloseAtADeadlineBeforeTheTimeThatWasLookedAtLast() {
        Seeds.forEach(Seeds.TREES / 20, seed -> {
            // Given a clock ahead of the events
            var random = new Random(seed);
            var harness = new LogHarness(random, Chaos.SHUFFLED);
            harness.pass(LogHarness.DEADLINE + 1);
            harness.pass(LogHarness.DEADLINE - 1);
            var tree = new RandomTree(random, 0.5);
            harness.ask("r0", tree);
            harness.run();
            // When
            harness.pass(LogHarness.DEADLINE);
            // Then
            RequestCheck.assertEnded(tree, harness, "r0");
        });
    }

    private static void check(long seed, Chaos chaos) {
        // Given two requests, of which some calls never end
        var random = new Random(seed);
        var harness = new LogHarness(random, chaos);
        var silence = SILENCE.get(random.nextInt(SILENCE.size()));
        var trees = List.of(new RandomTree(random, silence), new RandomTree(random, silence));
        harness.ask("r0", trees.get(0));
        harness.ask("r1", trees.get(1));
        harness.run();
        harness.pass(LogHarness.DEADLINE - 1);
        var wholeInTime =
                trees.stream().filter(tree -> !new Expectation(tree).isLate()).count();
        assertThat(harness.committed.results).as("results before the deadline").hasSize((int) wholeInTime);
        // When
        harness.pass(LogHarness.DEADLINE);
        harness.pass(LogHarness.DEADLINE + 1);
        // Then
        for (var i = 0; i < trees.size(); i++) {
            RequestCheck.assertEnded(trees.get(i), harness, "r" + i);
        }
        assertThat(harness.entriesAfterTtl()).as("entries after the TTL").isZero();
    }
}
