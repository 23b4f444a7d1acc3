package io.millrace.tokens.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeginningsTest {

    private static final long SEED = Long.getLong("millrace.seed", 20_261_123L);

    @Test
    void shouldTakeTheShortestBeginningThatFewHave() {
        // Given the last thousand prompts as they are, of tenants and conversations that share more or less
        var random = new Random(SEED);
        var beginnings = new Beginnings();
        Deque<List<Long>> last = new ArrayDeque<>();
        for (var i = 0; i < 1_500; i++) {
            var blocks = prompt(random);
            var most = 0.25 * Math.max(100, last.size());
            var expected = IntStream.iterate(16, length -> length <= blocks.size(), length -> length + 16)
                    .filter(length -> last.stream()
                                    .filter(other -> other.size() >= length
                                            && other.get(length - 1).equals(blocks.get(length - 1)))
                                    .count()
                            <= most)
                    .findFirst()
                    .orElse(blocks.size());

            assertThat(beginnings.key(new PromptPrefix(blocks), 0.25))
                    .as("seed %d, prompt %d", SEED, i)
                    .isEqualTo(blocks.get(expected - 1));

            last.add(blocks);
            if (last.size() > 1_000) {
                last.remove();
            }
        }
    }

    @Test
    void shouldNotSendAllPromptsThatShareInstructionsToOneReplica() {
        // Given 40 conversations that begin with the same 32 blocks, each asked again and again
        var policy = new PrefixHash();
        var candidates = IntStream.range(0, 4)
                .mapToObj(i -> new Candidate("r" + i, 0, 1, 0, 0, block -> false))
                .toList();
        var random = new Random(SEED);
        var calls = new int[4];
        Map<Integer, Integer> lastOf = new HashMap<>();
        var moved = 0;
        for (var i = 0; i < 2_000; i++) {
            var conversation = random.nextInt(40);
            var chosen = policy.choose(conversation(conversation), 1_000, candidates);
            calls[chosen]++;
            var before = lastOf.put(conversation, chosen);
            moved += before == null || before == chosen ? 0 : 1;
        }
        // Then none has more than twice its share, and conversations move only while all seem to be new
        assertThat(Arrays.stream(calls).max().orElseThrow())
                .as("seed %d, calls %s", SEED, Arrays.toString(calls))
                .isLessThan(1_000);
        assertThat(moved).as("seed %d", SEED).isLessThan(40);
    }

    private static PromptPrefix conversation(int number) {
        return new PromptPrefix(blocks(new Random(1), 32, new Random(100 + number), 40));
    }

    /** Half of all begin alike; of the others, tenants are more or less frequent. */
    private static List<Long> prompt(Random random) {
        var common = random.nextBoolean() ? 0 : 1 + random.nextInt(1 + random.nextInt(8));
        return blocks(
                new Random(common), random.nextInt(3) * 20, new Random(random.nextInt(30)), random.nextInt(60) + 1);
    }

    private static List<Long> blocks(Random shared, int sharedBlocks, Random own, int ownBlocks) {
        return IntStream.range(0, sharedBlocks + ownBlocks)
                .mapToObj(i -> i < sharedBlocks ? shared.nextLong() : own.nextLong() + sharedBlocks)
                .toList();
    }
}
