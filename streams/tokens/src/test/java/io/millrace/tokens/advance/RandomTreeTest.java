package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.tokens.advance.RandomPlan.Behind;
import io.millrace.tokens.advance.RandomPlan.Closer;
import io.millrace.tokens.advance.RandomPlan.Level;
import io.millrace.tokens.advance.RandomPlan.Source;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The trees of the property tests reach what they are for. */
class RandomTreeTest {

    private static final List<RandomTree> TREES = LongStream.range(0, 2_000)
            .mapToObj(seed -> new RandomTree(new Random(Seeds.FIRST + seed)))
            .toList();

    @Test
    void shouldPutEachOperatorInEachPlace() {
        assertThat(levels().map(Level::source)).containsAll(EnumSet.allOf(Source.class));
        assertThat(levels().map(Level::behind)).containsAll(EnumSet.allOf(Behind.class));
        assertThat(levels().map(Level::sifted)).contains(true, false);
        assertThat(levels().map(Level::closer)).containsAll(EnumSet.complementOf(EnumSet.of(Closer.FEW)));
        assertThat(plans().map(plan -> plan.leaf().joined())).contains(true, false);
        assertThat(levels().map(Level::parser)).contains("lines", "json-array");
        assertThat(plans().map(plan -> plan.leaf().call())).contains(true, false);
        assertThat(plans().map(plan -> plan.leaf().mapped())).contains(true, false);
        assertThat(plans().map(plan -> plan.leaf().filtered())).contains(true, false);
    }

    @Test
    void shouldNestSplitsToEveryDepth() {
        assertThat(plans().map(RandomPlan::depth)).contains(0, 1, 2, 3, 4);
        assertThat(plans()).anyMatch(plan -> plan.depth() >= 3 && splitsAChildAtOnce(plan));
        assertThat(TREES).anyMatch(tree -> tree.leaves() > 0 && tree.plan.depth() == 4);
    }

    @Test
    void shouldMakeEmptyDroppedAndFailedScopes() {
        var ends = new HashSet<Object>();
        TREES.forEach(tree -> new Expectation(tree)
                .closings.forEach((scope, closing) -> ends.add(
                        closing instanceof String word
                                ? word.replaceAll(":.*", "")
                                : ((List<?>) closing).isEmpty() ? "empty" : "list")));
        assertThat(ends).containsExactlyInAnyOrder("list", "empty", Expectation.DROPPED, "ENGINE");
        assertThat(TREES).anyMatch(RandomTreeTest::hasAScopeOfDroppedLeavesOnly);
    }

    @Test
    void shouldEndInEveryWay() {
        assertThat(TREES.stream().map(tree -> new Expectation(tree).status()))
                .contains(ResultStatus.COMPLETE, ResultStatus.PARTIAL, ResultStatus.FAILED);
        assertThat(TREES).anyMatch(tree -> new Expectation(tree).value().equals(""));
    }

    @Test
    void shouldGrowLargeNowAndThen() {
        assertThat(TREES.stream().mapToInt(RandomTree::leaves).max().orElseThrow())
                .isBetween(100, 500);
    }

    /** An empty list whose children were there. */
    private static boolean hasAScopeOfDroppedLeavesOnly(RandomTree tree) {
        var depth = tree.plan.depth();
        if (depth != 1 || tree.question instanceof List<?>) {
            return false;
        }
        var isEmpty = List.of().equals(new Expectation(tree).closings.get("c1/"));
        return isEmpty && tree.leaves() > 0 && tree.answer("g1", "/").isWell();
    }

    /** Whether nothing stands between two splits. */
    private static boolean splitsAChildAtOnce(RandomPlan plan) {
        return plan.levels().stream().anyMatch(level -> level.number() > 1 && level.source() == Source.DIRECT);
    }

    private static Stream<RandomPlan> plans() {
        return TREES.stream().map(tree -> tree.plan);
    }

    private static Stream<Level> levels() {
        return plans().flatMap(plan -> plan.levels().stream());
    }
}
