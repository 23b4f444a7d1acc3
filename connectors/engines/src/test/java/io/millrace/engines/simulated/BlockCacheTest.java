package io.millrace.engines.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockCacheTest {

    private static final int LARGE = 100_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 16, 17, 120, 150, 302, 577})
    void shouldFindTheWholeBlocksOfAHeadSeenBefore(int shared) {
        var cache = new BlockCache(LARGE);
        cache.admit(Prompt.ofHead(1, shared, 13));

        assertThat(cache.admit(Prompt.ofHead(1, shared, 600))).isEqualTo(shared - shared % 16);
    }

    @Test
    void shouldFindNothingOfAnotherHead() {
        var cache = new BlockCache(LARGE);
        cache.admit(Prompt.ofHead(1, 120, 13));

        assertThat(cache.admit(Prompt.ofHead(2, 120, 13))).isZero();
    }

    @Test
    void shouldFindTextUpToTheBlockThatDiffers() {
        var cache = new BlockCache(LARGE);
        var head = "x".repeat(3 * Prompt.BLOCK * Prompt.TOKEN_CHARACTERS);
        cache.admit(Prompt.ofText(head + "one thing and more of it".repeat(9)));

        assertThat(cache.admit(Prompt.ofText(head + "another".repeat(30)))).isEqualTo(3 * Prompt.BLOCK);
    }

    @Test
    void shouldAlwaysLeaveATokenOfATextToRead() {
        var cache = new BlockCache(LARGE);
        var text = "x".repeat(2 * Prompt.BLOCK * Prompt.TOKEN_CHARACTERS);
        cache.admit(Prompt.ofText(text));

        assertThat(cache.admit(Prompt.ofText(text))).isEqualTo(Prompt.BLOCK);
    }

    @Test
    void shouldDropWhatWasLongestUnusedAndItsEndFirst() {
        var cache = new BlockCache(6 * Prompt.BLOCK);
        var old = Prompt.ofHead(1, 3 * Prompt.BLOCK, 1);
        var used = Prompt.ofHead(2, 3 * Prompt.BLOCK, 1);
        cache.admit(old);
        cache.admit(used);

        cache.admit(Prompt.ofHead(3, 2 * Prompt.BLOCK, 1));

        assertThat(cache.holds(used)).isTrue();
        assertThat(cache.holds(old)).isFalse();
        assertThat(cache.admit(old)).isEqualTo(Prompt.BLOCK);
    }

    @Test
    void shouldHoldNothingWithoutCapacity() {
        var cache = new BlockCache(0);
        var prompt = Prompt.ofHead(1, 160, 1);
        cache.admit(prompt);

        assertThat(cache.admit(prompt)).isZero();
        assertThat(cache.tokens()).isZero();
    }

    @Test
    void shouldFindWhatANaiveListFinds() {
        long seed = 20;
        var random = new Random(seed);
        var cache = new BlockCache(50 * Prompt.BLOCK);
        var naive = new NaiveCache(50);
        for (int i = 0; i < 2_000; i++) {
            var prompt = Prompt.ofHead(random.nextInt(12), random.nextInt(200), 1);

            assertThat(cache.admit(prompt)).as("seed %d, prompt %d", seed, i).isEqualTo(naive.admit(prompt));
            assertThat(cache.tokens()).isEqualTo(naive.used.size() * 16L);
        }
    }

    /** The same in a list whose last entry is the one used last. */
    private static final class NaiveCache {

        private final int capacity;
        private final List<Long> used = new ArrayList<>();

        NaiveCache(int capacity) {
            this.capacity = capacity;
        }

        int admit(Prompt prompt) {
            int found = 0;
            for (int i = 0;
                    i < prompt.blocks().size() && used.contains(prompt.blocks().get(i));
                    i++) {
                found++;
            }
            for (int i = prompt.blocks().size() - 1; i >= 0; i--) {
                used.remove(prompt.blocks().get(i));
                used.add(prompt.blocks().get(i));
            }
            while (used.size() > capacity) {
                used.remove(0);
            }
            return found * 16;
        }
    }
}
