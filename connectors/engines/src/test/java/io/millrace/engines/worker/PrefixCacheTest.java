package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.tokens.PrefixSketch;
import io.millrace.events.topic.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {

    private static final long SEED = Long.getLong("millrace.seed", 20_261_123L);

    @Test
    void shouldHoldTheBlocksThatWereUsedLast() {
        // Given a cache of 40 blocks and the plain list of what was used, last first
        var random = new Random(SEED);
        var cache = new PrefixCache(40 * 16);
        var used = new ArrayList<Long>();
        for (var i = 0; i < 500; i++) {
            var prompt = prompt(random.nextInt(8), random.nextInt(15));
            var held = used.subList(0, Math.min(40, used.size()));
            var expected = IntStream.rangeClosed(0, prompt.size())
                    .filter(length -> held.containsAll(prompt.subList(0, length)))
                    .max();

            assertThat(cache.read(prompt, 0)).as("seed %d, prompt %d", SEED, i).isEqualTo(expected.orElse(0));

            used.removeAll(prompt);
            used.addAll(0, prompt);
            assertThat(cache.tokens()).isEqualTo(16L * Math.min(40, used.size()));
            assertThat(cache.sketch().bytes())
                    .isEqualTo(PrefixSketch.of(used.subList(0, Math.min(40, used.size())))
                            .bytes());
        }
    }

    @Test
    void shouldForgetTheEndOfAPromptBeforeItsBeginning() {
        var cache = new PrefixCache(10 * 16);
        cache.read(prompt(1, 8), 128);
        cache.read(prompt(2, 5), 80);
        assertThat(cache.read(prompt(1, 8), 128)).isEqualTo(5);
    }

    @Test
    void shouldHoldTheBeginningOfAPromptThatIsLargerThanItself() {
        var cache = new PrefixCache(4 * 16);
        cache.read(prompt(1, 9), 144);
        assertThat(cache.read(prompt(1, 9), 144)).isEqualTo(4);
        assertThat(cache.tokens()).isEqualTo(64);
    }

    @Test
    void shouldGiveRoomToWhatLongPromptsHaveBehindTheirBlocks() {
        // Given room for two prompts of 10,000 tokens, of each of which 256 blocks are known
        var cache = new PrefixCache(20_000);
        cache.read(prompt(1, 256), 10_000);
        cache.read(prompt(2, 256), 10_000);
        assertThat(cache.tokens()).isEqualTo(20_000);
        // When one of them grows, the end of the other has to go
        cache.read(prompt(1, 256), 10_100);
        // Then
        assertThat(cache.tokens()).isEqualTo(10_100 + 255 * 16);
        assertThat(cache.read(prompt(2, 256), 10_000)).isEqualTo(255);
    }

    @Test
    void shouldHoldNothingWhenItIsSwitchedOff() {
        var cache = new PrefixCache(0);
        cache.read(prompt(1, 9), 144);
        assertThat(cache.read(prompt(1, 9), 144)).isZero();
        assertThat(cache.sketch()).isSameAs(PrefixSketch.EMPTY);
    }

    @Test
    void shouldReportWhatTheCallsThatBeganHaveRead() {
        try (var fixture = new CallFixture(new RecordingSink())) {
            // Given
            var lanes = new Lanes(
                    8, new CallLedger(100, LongStream.iterate(1, run -> run + 1).iterator()::next));
            lanes.open(0);
            var runner = fixture.runner(lanes);
            // When two calls begin whose prompts agree in all but the last block
            lanes.offer(0, 0, reading("r1", prompt(1, 5)), Trace.NONE);
            var other = new ArrayList<>(prompt(1, 4));
            other.add(9L);
            lanes.offer(0, 1, reading("r2", other), Trace.NONE);
            runner.startWaiting();
            await().untilAtomic(fixture.callee.started, org.hamcrest.Matchers.is(2));
            // Then
            var load = runner.load(0);
            assertThat(load.getHeldTokens()).isEqualTo(6 * 16);
            assertThat(load.getQueuedTokens()).as("not those that are held").isEqualTo(2 * 90 - 4 * 16);
            assertThat(load.getSince()).isEqualTo(CallFixture.SINCE);
            assertThat(other).allMatch(PrefixSketch.of(load.getSketch())::mayHold);
            assertThat(blocks(fixture, "matched")).isEqualTo(4);
            assertThat(blocks(fixture, "missed")).isEqualTo(6);
        }
    }

    @Test
    void shouldKeepAReportBelowTenKilobytes() throws IOException {
        var cache = new PrefixCache(1_000_000);
        IntStream.range(0, 250).forEach(i -> cache.read(prompt(i, 250), 4_000));
        var load = Load.newBuilder()
                .setReplica("replica-0123456789-chat")
                .setPool("chat")
                .setLanes(IntStream.range(0, 16).boxed().toList())
                .setSketch(cache.sketch().bytes())
                .setHeldTokens(cache.tokens())
                .setAt(1)
                .build();
        assertThat(Load.getEncoder().encode(load).remaining()).isBetween(PrefixSketch.MOST_BYTES, 10 * 1024);
    }

    private static double blocks(CallFixture fixture, String kind) {
        return fixture.meters
                .get("millrace.worker.prefix.blocks")
                .tag("kind", kind)
                .counter()
                .count();
    }

    private static Work reading(String requestId, List<Long> prompt) {
        var work = WorkSamples.call(requestId, 0);
        work.setPrefix(prompt);
        work.setPromptTokens(90);
        return work;
    }

    /** Blocks of one of several prompts that have none in common. */
    private static List<Long> prompt(int number, int blocks) {
        return new Random(number).longs(blocks).boxed().toList();
    }
}
