package io.millrace.load.routers;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.simulated.BlockCache;
import io.millrace.engines.simulated.Prompt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartCacheTest {

    private static final long SEED = Long.getLong("millrace.seed", 20_261_123L);
    private static final int PART = 64;
    private static final int CAPACITY = 3_000;

    @Test
    void shouldHoldWhatACacheOfBlocksHolds() {
        // Given conversations that branch: turn n of one begins with all of turn n - 1
        var random = new Random(SEED);
        var parts = new PartCache(CAPACITY, PART);
        var blocks = new BlockCache(CAPACITY);
        for (int i = 0; i < 3_000; i++) {
            var prompt = prompt(random);

            assertThat(parts.holds(prompt)).as("seed %d, prompt %d", SEED, i).isEqualTo(blocks.holds(prompt));
            assertThat(parts.admit(prompt)).as("seed %d, prompt %d", SEED, i).isEqualTo(blocks.admit(prompt));
            assertThat(parts.tokens()).as("seed %d, prompt %d", SEED, i).isEqualTo(blocks.tokens());
        }
    }

    /** Of one of 12 conversations after up to 20 turns; the last part has a name of its own and a length by its name. */
    private static Prompt prompt(Random random) {
        long conversation = random.nextInt(12);
        int whole = random.nextInt(20);
        var names = LongStream.rangeClosed(0, whole)
                .map(i -> i == whole ? 100_000 + conversation * 100 + i : i == 0 ? 0 : conversation * 100 + i)
                .toArray();
        int rest = 1 + (int) ((conversation * 7 + whole * 13L) % PART);
        return Prompt.ofParts(names, PART, whole * PART + rest);
    }
}
