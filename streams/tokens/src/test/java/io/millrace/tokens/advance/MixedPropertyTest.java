package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.ResultStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * All invariants of closing while all goes wrong at once: elements overtake each other and come twice, workers die in
 * mid-call, transactions abort after their outputs were acted on, calls fall silent until the deadline, and a caller gives
 * up. See {@link Seeds} for how to rerun one case. What is asserted where, for {@link ClosingPropertyTest} and
 * {@link DeadlinePropertyTest} too:
 *
 * <ul>
 *   <li>1, collect emits the survivors and nothing else: {@link RequestCheck#assertEnded}, each list and the result
 *   <li>2, one closing of a scope and run: {@link ScopesCheck#closings}; one result: {@link RequestCheck}
 *   <li>3, not before SPLIT_END and all children: {@link ScopesCheck#closings}
 *   <li>4, with the event that ends the last child, or at the deadline: {@link ScopesCheck#closings}, {@link #check}
 *   <li>5, numbers without a gap: {@link RequestCheck} for fragments, {@link ScopesCheck#closings} for children
 *   <li>6, other requests change no byte: {@link #output}
 *   <li>7, nor does the order of arrival: {@link #output}, {@link ResultCheck#assertExpected}
 *   <li>9, nothing of a replaced run after its RESET: {@link ScopesCheck#closings}, and in the answer {@link RequestCheck}
 *   <li>11, nothing is kept after the TTL: {@link LogHarness#entriesAfterTtl}
 *   <li>12, as with barriers: {@link #output}, {@link Expectation}
 *   <li>14, empty and dropped scopes close: {@link RequestCheck#assertEnded}; that there are any: {@link RandomTreeTest}
 * </ul>
 */
class MixedPropertyTest {

    private static final int TREES_A_CASE = 3;
    private static final double SILENCE = 0.1;
    private static final int LONGEST_BEFORE_CANCEL = 60;

    /** Cases in which each mishap happened at least once. */
    private final Map<String, Integer> reached = new LinkedHashMap<>();

    @Test
    void shouldHoldForEachRequestWhateverHappensToTheOthers() {
        Seeds.forEach(Seeds.TREES / TREES_A_CASE, this::check);
        if (Seeds.TREES > 1) {
            assertThat(reached)
                    .hasSize(6)
                    .allSatisfy((mishap, cases) -> assertThat(cases)
                            .as("cases with a " + mishap)
                            .isGreaterThan(Seeds.TREES / TREES_A_CASE / 10));
        }
    }

    private void check(long seed) {
        // Given a request that is well, one whose calls may never end, and one that is cancelled
        var random = new Random(seed);
        var well = new RandomTree(random);
        var late = new RandomTree(random, SILENCE);
        var cancelled = new RandomTree(random, SILENCE);
        var harness = new LogHarness(random, Chaos.MIXED);
        harness.ask("well", well);
        harness.ask("late", late);
        harness.ask("cancelled", cancelled);
        // When
        harness.run(1 + random.nextInt(LONGEST_BEFORE_CANCEL));
        harness.cancel("cancelled");
        harness.pass(LogHarness.DEADLINE - 1);
        var inTime = new Expectation(late).isLate() ? 2 : 3;
        assertThat(harness.committed.results).as("results before the deadline").hasSize(inTime);
        harness.pass(LogHarness.DEADLINE);
        harness.pass(LogHarness.DEADLINE + 1);
        // Then
        RequestCheck.assertEnded(well, harness, "well");
        RequestCheck.assertEnded(late, harness, "late");
        RequestCheck.assertCancelled(cancelled, harness, "cancelled");
        assertThat(output(harness)).isEqualTo(output(aloneWithBarriers(seed, well)));
        assertThat(harness.entriesAfterTtl()).as("entries after the TTL").isZero();
        note(harness);
    }

    private static LogHarness aloneWithBarriers(long seed, RandomTree tree) {
        var alone = LogHarness.withBarriers(new Random(seed));
        alone.ask("well", tree);
        alone.run();
        return alone;
    }

    /** The result of the undisturbed request: the same bytes alone and among others, streamed and with barriers. */
    private static String output(LogHarness harness) {
        return harness.committed.results.stream()
                .filter(result -> result.getRequestId().equals("well"))
                .map(ResultCheck::bytes)
                .findFirst()
                .orElse("");
    }

    private void note(LogHarness harness) {
        var committed = harness.committed;
        note("death in mid-call", committed.derived.stream().anyMatch(each -> each.getKind() == ElementKind.RESET));
        note("cancel", committed.results.stream().anyMatch(each -> each.getStatus() == ResultStatus.CANCELLED));
        note(
                "deadline",
                committed.results.stream()
                        .flatMap(each -> each.getMissing().stream())
                        .map(Missing::getCode)
                        .anyMatch(RandomTree.DEADLINE::equals));
        var asked = harness.workers.asked().values();
        note("text gone on with", asked.stream().anyMatch(work -> work.getContinues() != null));
        note(
                "engine that fails for now",
                committed.bills.stream().anyMatch(bill -> bill.getStatus().equals("FAILED")));
        note("transaction that aborts", harness.aborts() > 0);
    }

    private void note(String mishap, boolean happened) {
        reached.merge(mishap, happened ? 1 : 0, Integer::sum);
    }
}
