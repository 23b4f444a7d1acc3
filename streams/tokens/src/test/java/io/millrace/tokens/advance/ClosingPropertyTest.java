package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.tokens.Paths;
import io.millrace.tokens.advance.LogHarness.Chaos;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Invariants of closing on random trees; see {@link Seeds} for how to rerun one. */
class ClosingPropertyTest {

    private static final Chaos SHUFFLED = new Chaos(0.05, 0.01, 0, 0);
    private static final Chaos KILLED = new Chaos(0.05, 0.01, 0.02, 0);
    private static final Chaos ABORTED = new Chaos(0.05, 0.01, 0.02, 0.25);

    @Test
    void shouldCollectExactlyTheSurvivorsInAnyOrderOfArrival() {
        Seeds.forEach(Seeds.TREES, seed -> check(seed, SHUFFLED));
    }

    @Test
    void shouldCloseOnceWhenWorkersDie() {
        Seeds.forEach(Seeds.TREES / 4, seed -> check(seed, KILLED));
    }

    @Test
    void shouldCloseOnceWhenTransactionsAbortAfterTheirOutputsWereActedOn() {
        Seeds.forEach(Seeds.TREES, seed -> check(seed, ABORTED));
    }

    @Test
    void shouldGiveTheSameResultWhateverTheOtherRequestsDo() {
        Seeds.forEach(Seeds.TREES / 8, seed -> {
            // Given
            var trees = Stream.generate(new Random(seed)::nextLong)
                    .limit(3)
                    .map(treeSeed -> new RandomTree(new Random(treeSeed)))
                    .toList();
            var alone = new LogHarness(new Random(seed), Chaos.NONE);
            alone.ask("r0", trees.get(0));
            var together = new LogHarness(new Random(seed + 1), SHUFFLED);
            for (var i = 0; i < trees.size(); i++) {
                together.ask("r" + i, trees.get(i));
            }
            // When
            alone.run();
            together.run();
            // Then
            assertThat(output(together, "r0")).isEqualTo(output(alone, "r0"));
            for (var i = 0; i < trees.size(); i++) {
                ResultCheck.assertExpected(trees.get(i), result(together, "r" + i));
            }
        });
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
        assertThat(harness.committed.results).hasSize(1);
        ResultCheck.assertExpected(tree, harness.committed.results.get(0));
        ResultCheck.assertErrorsTold(tree, harness.committed.derived);
        checkClosings(harness.committed.derived);
        checkRuns(harness);
        checkReplies(harness.committed.replies);
        assertThat(harness.entriesAfterTtl()).as("entries after the TTL").isZero();
    }

    /** Invariants 2 and 3: each scope closes once for each lineage, after its cardinality and all its children. */
    private static void checkClosings(List<Element> derived) {
        var ended = new HashMap<String, Set<Integer>>();
        var cardinality = new HashMap<String, Integer>();
        var closed = new HashSet<String>();
        for (var element : derived) {
            var path = Paths.text(element.getPath());
            var level = element.getStage().substring(1);
            if (element.getKind() == ElementKind.SPLIT_END) {
                cardinality.put(level + path + element.getAttempt(), element.getCardinality());
            }
            if (element.getStage().startsWith("c")) {
                assertThat(closed.add(level + path + element.getAttempt()))
                        .as("one closing of %s at %s", element.getStage(), path)
                        .isTrue();
                var key = scopeOf(cardinality.keySet(), level, path, element);
                assertThat(key).as("SPLIT_END before the closing at %s", path).isNotNull();
                assertThat(ended.getOrDefault(level + path, Set.of()))
                        .as("children ended before the closing of %s at %s", element.getStage(), path)
                        .hasSizeGreaterThanOrEqualTo(cardinality.get(key));
            }
            if (element.getStage().matches("c\\d+|f") && !element.getPath().isEmpty()) {
                var last = element.getPath().get(element.getPath().size() - 1);
                var parent = Paths.text(
                        element.getPath().subList(0, element.getPath().size() - 1));
                ended.computeIfAbsent(element.getPath().size() + parent, any -> new HashSet<>())
                        .add(last.getIndex());
            }
        }
    }

    private static @Nullable String scopeOf(Set<String> known, String level, String path, Element closing) {
        var prefixes =
                closing.getAttempt().subList(0, closing.getAttempt().size() - 1).toString();
        var begin = level + path + prefixes.substring(0, prefixes.length() - 1);
        return known.stream().filter(key -> key.startsWith(begin)).findFirst().orElse(null);
    }

    /** Invariant 9, and no splice: siblings descend from one run, and no run that was replaced is in the answer. */
    private static void checkRuns(LogHarness harness) {
        var replaced = new HashSet<String>();
        for (var element : harness.committed.derived) {
            if (element.getKind() == ElementKind.RESET) {
                replaced.add(Long.toHexString(element.getRun()));
            }
        }
        var value = ResultCheck.value(harness.committed.results.get(0));
        for (var leaf : leaves(value)) {
            for (var line : leaf.split("<")) {
                if (line.contains("@")) {
                    assertThat(replaced).doesNotContain(line.substring(line.indexOf('@') + 1));
                }
            }
        }
        oneRunForSiblings(value);
    }

    private static List<String> oneRunForSiblings(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return value == null ? List.of() : List.of(((String) value).split("<", 2)[1]);
        }
        var parents = new HashSet<String>();
        for (var child : list) {
            oneRunForSiblings(child).forEach(line -> parents.add(line.replaceAll("^[^@]*@", "")));
        }
        assertThat(parents).as("runs that siblings descend from").hasSizeLessThanOrEqualTo(1);
        return parents.stream()
                .filter(line -> line.contains("<"))
                .map(line -> line.split("<", 2)[1])
                .toList();
    }

    /** Invariant 5: fragments that clients see are numbered without a gap within a run. */
    private static void checkReplies(List<Reply> replies) {
        var next = new HashMap<String, Long>();
        for (var reply : replies) {
            if (reply.getKind() == ReplyKind.DELTA) {
                var key = Paths.text(reply.getPath()) + reply.getAttempt() + reply.getRun();
                assertThat(reply.getSeq()).isEqualTo(next.getOrDefault(key, 1L));
                next.put(key, reply.getSeq() + 1);
            }
        }
    }

    private static Object output(LogHarness harness, String requestId) {
        return ResultCheck.stripped(ResultCheck.value(result(harness, requestId)));
    }

    private static Result result(LogHarness harness, String requestId) {
        var results = harness.committed.results.stream()
                .filter(result -> result.getRequestId().equals(requestId))
                .toList();
        assertThat(results).as("results of " + requestId).hasSize(1);
        return results.get(0);
    }

    private static List<String> leaves(@Nullable Object value) {
        var leaves = new ArrayList<String>();
        if (value instanceof List<?> list) {
            list.forEach(child -> leaves.addAll(leaves(child)));
        } else if (value != null) {
            leaves.add((String) value);
        }
        return leaves;
    }

    @Test
    void shouldMakeTreesOfEveryDepthWithEmptyAndDroppedScopes() {
        var depths = new HashMap<Integer, Integer>();
        var largest = 0;
        for (var seed = Seeds.FIRST; seed < Seeds.FIRST + 2_000; seed++) {
            var tree = new RandomTree(new Random(seed));
            depths.merge(tree.depth, 1, Integer::sum);
            largest = Math.max(largest, tree.leaves());
        }
        assertThat(depths).containsOnlyKeys(0, 1, 2, 3, 4);
        assertThat(largest).isBetween(100, 500);
    }
}
