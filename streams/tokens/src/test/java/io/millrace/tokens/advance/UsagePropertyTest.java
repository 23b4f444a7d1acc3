package io.millrace.tokens.advance;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Usage;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Invariant 13 on random trees: bills sum up to what engines counted; see {@link Seeds} for how to rerun one. */
class UsagePropertyTest {

    @Test
    void shouldBillWhatEnginesCountedWhenCallsEnd() {
        Seeds.forEach(Seeds.TREES / 10, seed -> {
            var harness = harness(seed, Chaos.SHUFFLED, 0);
            // When
            harness.run();
            // Then
            assertBilled(harness);
        });
    }

    @Test
    void shouldBillWhatEnginesCountedWhenTheRequestIsCancelled() {
        Seeds.forEach(Seeds.TREES / 10, seed -> {
            var harness = harness(seed, Chaos.SHUFFLED, 0.1);
            harness.run(1 + new Random(seed).nextInt(100));
            // When
            harness.cancel("r");
            // Then
            assertBilled(harness);
        });
    }

    @Test
    void shouldBillWhatEnginesCountedAtTheDeadline() {
        Seeds.forEach(Seeds.TREES / 10, seed -> {
            var harness = harness(seed, Chaos.SHUFFLED, 0.1);
            harness.run();
            // When
            harness.pass(LogHarness.DEADLINE);
            // Then
            assertBilled(harness);
        });
    }

    /** What workers did for a run that was replaced, or for work that was never committed, is not always known. */
    @Test
    void shouldNeverBillMoreThanEnginesCounted() {
        Seeds.forEach(Seeds.TREES / 10, seed -> {
            var harness = harness(seed, Chaos.ABORTED, 0);
            harness.run(1 + new Random(seed).nextInt(400));
            // When
            harness.cancel("r");
            // Then
            var counted = harness.workers.counted();
            billed(harness).forEach((run, usage) -> {
                assertThat(counted).containsKey(run);
                assertThat(usage).as("billed for run " + run).isLessThanOrEqualTo(counted.get(run));
            });
        });
    }

    private static LogHarness harness(long seed, Chaos chaos, double silence) {
        var random = new Random(seed);
        var harness = new LogHarness(random, chaos);
        harness.ask("r", new RandomTree(random, silence));
        return harness;
    }

    private static void assertBilled(LogHarness harness) {
        var billed = billed(harness);
        var counted = harness.workers.counted();
        assertThat(billed).hasSameSizeAs(counted);
        counted.forEach((run, usage) ->
                assertThat(billed.get(run)).as("billed for run " + run).isEqualTo(usage));
        var costs = harness.committed.bills.stream().mapToDouble(CallUsage::getCost);
        assertThat(costs.sum()).isCloseTo(priced(counted.values()), within(1e-12));
    }

    private static double priced(Collection<Usage> all) {
        return all.stream()
                        .mapToDouble(usage -> 3.0 * usage.getPromptTokens()
                                - 2.7 * usage.getCachedTokens()
                                + 15.0 * usage.getCompletionTokens())
                        .sum()
                / 1e6;
    }

    private static Map<Long, Usage> billed(LogHarness harness) {
        return harness.committed.bills.stream()
                .collect(toMap(CallUsage::getRun, CallUsage::getUsage, UsagePropertyTest::sum));
    }

    private static Usage sum(Usage one, Usage other) {
        return new Usage(
                one.getPromptTokens() + other.getPromptTokens(),
                one.getCachedTokens() + other.getCachedTokens(),
                one.getCompletionTokens() + other.getCompletionTokens());
    }
}
