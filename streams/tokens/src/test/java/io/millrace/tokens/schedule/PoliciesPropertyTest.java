package io.millrace.tokens.schedule;

import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each policy against a plain statement of its rule, for random candidates. */
class PoliciesPropertyTest {

    private static final long SEED = Long.getLong("millrace.seed", 20_261_123L);
    private static final int CASES = 500;
    private static final BigInteger ROUND = BigInteger.TWO.pow(64);

    @Test
    void shouldTakeTheLeastLoaded() {
        forEachCase((prefix, candidates) ->
                assertThat(chosen(new LeastLoaded(), prefix, candidates)).isEqualTo(leastLoaded(candidates)));
    }

    @Test
    void shouldTakeTheFirstInTurn() {
        forEachCase((prefix, candidates) ->
                assertThat(chosen(new RoundRobin(), prefix, candidates)).isEqualTo(candidates.get(0)));
    }

    @Test
    void shouldTakeTheBetterOfTwo() {
        // Given n candidates of distinct load, the best is one of two drawn with probability 2/n
        var candidates = new ArrayList<Candidate>();
        IntStream.range(0, 5).forEach(i -> candidates.add(new Candidate("r" + i, i, 1, 0, 0, block -> false)));
        Collections.shuffle(candidates, new Random(SEED));
        var policy = new TwoChoices(SEED);
        var draws = 10_000;
        var counts = new int[5];
        for (var i = 0; i < draws; i++) {
            counts[chosen(policy, PromptPrefix.NONE, candidates).calls()]++;
        }
        // Then a replica is chosen when it and one of the worse are drawn
        for (var i = 0; i < 5; i++) {
            var share = 2.0 * (4 - i) / (5 * 4);
            assertThat(counts[i] / (double) draws)
                    .as("seed %d", SEED)
                    .isCloseTo(share, within(4 * Math.sqrt(0.25 / draws)));
        }
        assertThat(counts[4]).isZero();
    }

    @Test
    void shouldGoByTheRingOnly() {
        forEachPrompt((prefix, candidates) -> {
            var owner = alongTheRing(prefix, candidates).get(0);
            var policy = new PrefixHash();
            assertThat(chosen(policy, prefix, candidates)).isEqualTo(owner);
            var turned = new ArrayList<>(candidates);
            Collections.rotate(turned, 1);
            assertThat(chosen(policy, prefix, turned)).isEqualTo(owner);
        });
    }

    @Test
    void shouldMoveOnlyTheKeysOfAReplicaThatGoes() {
        forEachPrompt((prefix, candidates) -> {
            var owner = chosen(new PrefixHash(), prefix, candidates);
            var gone = candidates.get(0);
            if (candidates.size() > 1 && !gone.equals(owner)) {
                assertThat(chosen(new PrefixHash(), prefix, candidates.subList(1, candidates.size())))
                        .isEqualTo(owner);
            }
        });
    }

    @Test
    void shouldNeverExceedItsBound() {
        forEachPrompt((prefix, candidates) -> {
            var calls = candidates.stream().mapToInt(Candidate::calls).sum() + 1;
            var bound = Math.ceil(1.5 * calls / candidates.size());
            var expected = alongTheRing(prefix, candidates).stream()
                    .filter(each -> each.calls() + 1 <= bound)
                    .findFirst()
                    .orElseThrow();
            assertThat(chosen(new BoundedHash(), prefix, candidates)).isEqualTo(expected);
        });
    }

    @Test
    void shouldTakeTheBestMatchWithinTheGate() {
        forEachCase((prefix, candidates) -> {
            var calls =
                    candidates.stream().mapToDouble(PoliciesPropertyTest::work).summaryStatistics();
            var gate = calls.getMin() + Math.max(8, 0.5 * calls.getAverage());
            var expected = candidates.stream()
                    .filter(each -> work(each) <= gate && match(each, prefix) >= 0.3)
                    .min(comparingDouble((Candidate each) -> -match(each, prefix))
                            .thenComparing(each -> work(each) / each.limit()))
                    .orElse(leastLoaded(candidates));
            assertThat(chosen(new CacheAware(), prefix, candidates)).isEqualTo(expected);
        });
    }

    @Test
    void shouldTakeTheHighestScore() {
        forEachCase((prefix, candidates) -> {
            var mean = candidates.stream()
                    .mapToDouble(PoliciesPropertyTest::work)
                    .average()
                    .orElse(0);
            assertThat(chosen(new Score(), prefix, candidates))
                    .isEqualTo(least(candidates, each -> work(each) / Math.max(8, mean) - match(each, prefix)));
        });
    }

    @Test
    void shouldTakeTheReplicaThatEndsFirst() {
        forEachCase((prefix, candidates) -> {
            var mean = candidates.stream()
                    .filter(each -> each.meanCallMillis() > 0)
                    .mapToDouble(Candidate::meanCallMillis)
                    .average()
                    .orElse(1_000);
            var expected = least(candidates, each -> {
                var ahead = each.calls() < each.limit() ? 0 : each.calls() - each.limit() + 1;
                var cached = Math.min(
                        COST,
                        16 * Math.round(match(each, prefix) * prefix.blocks().size()));
                var fullness = Math.min(each.calls(), each.limit()) / (double) each.limit();
                return ahead * mean / each.limit()
                        + 0.072 * (each.queuedTokens() + COST - cached)
                        + mean * (1 + 0.8 * fullness);
            });
            assertThat(chosen(new Eta(), prefix, candidates)).isEqualTo(expected);
        });
    }

    private static final int COST = 400;

    private static Candidate chosen(Policy policy, PromptPrefix prefix, List<Candidate> candidates) {
        return candidates.get(policy.choose(prefix, COST, candidates));
    }

    private static Candidate leastLoaded(List<Candidate> candidates) {
        return least(candidates, each -> work(each) / each.limit());
    }

    /** In calls: 4,096 unread tokens are worth one. */
    private static double work(Candidate candidate) {
        return candidate.calls() + candidate.queuedTokens() / 4_096.0;
    }

    /** Of equals the first. */
    private static Candidate least(List<Candidate> candidates, ToDoubleFunction<Candidate> cost) {
        return candidates.stream().min(comparingDouble(cost)).orElseThrow();
    }

    private static double match(Candidate candidate, PromptPrefix prefix) {
        var blocks = prefix.blocks();
        var held = IntStream.rangeClosed(0, blocks.size())
                .filter(length -> blocks.subList(0, length).stream().allMatch(candidate.holds()::test))
                .max()
                .orElse(0);
        return blocks.isEmpty() ? 0 : held / (double) blocks.size();
    }

    /** By the least way from the key to any of their hundred places. */
    private static List<Candidate> alongTheRing(PromptPrefix prefix, List<Candidate> candidates) {
        var key = BigInteger.valueOf(
                prefix.blocks().get(Math.min(16, prefix.blocks().size()) - 1));
        Function<Candidate, BigInteger> way = each -> IntStream.range(0, 100)
                .mapToObj(place -> BigInteger.valueOf(HashRing.place(each.name(), place))
                        .subtract(key)
                        .mod(ROUND))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return candidates.stream().sorted(Comparator.comparing(way)).toList();
    }

    private static void forEachPrompt(Case each) {
        forEachCase((prefix, candidates) -> {
            if (!prefix.isEmpty()) {
                each.check(prefix, candidates);
            }
        });
    }

    private static void forEachCase(Case each) {
        var random = new Random(SEED);
        for (var i = 0; i < CASES; i++) {
            var prefix =
                    new PromptPrefix(random.longs(random.nextInt(40)).boxed().toList());
            var busy = 1 + random.nextInt(40);
            var candidates = new ArrayList<Candidate>();
            IntStream.range(0, 1 + random.nextInt(6))
                    .forEach(number -> candidates.add(candidate(random, number, busy, prefix)));
            try {
                each.check(prefix, candidates);
            } catch (AssertionError e) {
                throw new AssertionError("case " + i + " of seed " + SEED + " (-Dmillrace.seed=" + SEED + ")", e);
            }
        }
    }

    private static Candidate candidate(Random random, int number, int busy, PromptPrefix prefix) {
        var held = new HashSet<>(prefix.blocks().subList(0, random.nextInt(prefix.size() + 1)));
        return new Candidate(
                "replica-" + number,
                random.nextInt(busy),
                1 + random.nextInt(3) * 4,
                random.nextInt(50_000),
                random.nextInt(4) * 300,
                held::contains);
    }

    /** One set of candidates. */
    private interface Case {
        void check(PromptPrefix prefix, List<Candidate> candidates);
    }
}
