package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Invariants of closing on random trees; see {@link Seeds} for how to rerun one. */
class ClosingPropertyTest {

    @Test
    void shouldCollectExactlyTheSurvivorsInAnyOrderOfArrival() {
        Seeds.forEach(Seeds.TREES / 2, seed -> check(seed, Chaos.SHUFFLED));
    }

    @Test
    void shouldCloseOnceWhenWorkersDie() {
        Seeds.forEach(Seeds.TREES / 4, seed -> check(seed, Chaos.KILLED));
    }

    @Test
    void shouldCloseOnceWhenTransactionsAbortAfterTheirOutputsWereActedOn() {
        Seeds.forEach(Seeds.TREES / 2, seed -> check(seed, Chaos.ABORTED));
    }

    private static void check(long seed, Chaos chaos) {
        // Given
        var random = new Random(seed);
        var tree = new RandomTree(random);
        var harness = new LogHarness(random, chaos);
        harness.ask("r", tree);
        // When
        harness.run();
        // Then
        RequestCheck.assertEnded(tree, harness, "r");
        assertThat(harness.entriesAfterTtl()).as("entries after the TTL").isZero();
    }
}
