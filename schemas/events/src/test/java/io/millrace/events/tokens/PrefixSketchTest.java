package io.millrace.events.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PrefixSketchTest {

    private static final int HELD = 6_250;
    private static final int ASKED = 100_000;

    @Test
    void shouldKnowEveryBlockThatIsHeldAndFewOthers() {
        var random = new Random(7);
        var held = random.longs(HELD).boxed().toList();

        var sketch = PrefixSketch.of(PrefixSketch.of(held).bytes());

        assertThat(held).allMatch(sketch::mayHold);
        assertThat(sketch.bytes().remaining()).isEqualTo(7_813);
        // (1 - e^(-7/10))^7 of the others, give or take four standard deviations
        var mistaken = random.longs(ASKED).filter(sketch::mayHold).count() / (double) ASKED;
        var expected = Math.pow(1 - Math.exp(-0.7), 7);
        assertThat(mistaken).as("seed 7").isCloseTo(expected, within(4 * Math.sqrt(expected / ASKED)));
    }

    @Test
    void shouldSetTheBitsThatAreDocumented() {
        var block = 0x1234_5678_9abc_def0L;
        var bits = new TreeSet<Long>();
        for (var i = 0; i < 7; i++) {
            bits.add((0x9abc_def0L + i * 0x1234_5679L) % 16);
        }

        var bytes = PrefixSketch.of(List.of(block)).bytes();

        var set = LongStream.range(0, 16)
                .filter(bit -> (bytes.get((int) bit / 8) >> bit % 8 & 1) == 1)
                .boxed();
        assertThat(set).containsExactlyElementsOf(bits);
    }

    @Test
    void shouldNotGrowBeyondWhatAReportCarries() {
        var blocks = new Random(7).longs(20_000).boxed().toList();
        var sketch = PrefixSketch.of(blocks);
        assertThat(sketch.bytes().remaining()).isEqualTo(PrefixSketch.MOST_BYTES);
        assertThat(blocks).allMatch(sketch::mayHold);
    }

    @Test
    void shouldStillTellBlocksApartWhenItHoldsManyMoreThanItHasRoomFor() {
        var random = new Random(7);
        var sketch = PrefixSketch.of(random.longs(80_000).boxed().toList());
        // One bit of 80,000 for each of 80,000: 1 - 1/e of them are set
        var mistaken = random.longs(ASKED).filter(sketch::mayHold).count() / (double) ASKED;
        assertThat(mistaken).as("seed 7").isCloseTo(1 - Math.exp(-1), within(0.01));
    }

    @Test
    void shouldHoldNothingWhenEmpty() {
        assertThat(PrefixSketch.of(List.of())).isSameAs(PrefixSketch.EMPTY);
        assertThat(PrefixSketch.EMPTY.mayHold(0)).isFalse();
    }
}
