package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millrace.engines.simulated.BlockCache;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each run goes the very way of the reference model with the same seed. A build tries each mode at each rate, each option and
 * each router once; {@code -Dheadline.all=true} tries all 336 rows (a minute or two).
 */
class ReferenceModelTest {

    private static final double PERCENT = 1e-4;
    private static final boolean ALL = Boolean.getBoolean("headline.all");

    static Stream<ReferenceRun> runsWithEnoughCache() {
        return runs().filter(run -> !run.set().equals("pol")).filter(run -> run.number("pcap") > 10_000);
    }

    static Stream<ReferenceRun> runsThatDropHeads() {
        return runs().filter(run -> run.set().equals("pol") || run.number("pcap") <= 10_000);
    }

    private static Stream<ReferenceRun> runs() {
        return ReferenceRun.all().stream().filter(run -> ALL || isOneOfAKind(run));
    }

    private static boolean isOneOfAKind(ReferenceRun run) {
        return run.seed() == 1
                && switch (run.set()) {
                    case "opt" -> run.experiment().mode() == Mode.STREAM;
                    case "pol" -> run.rate() == 6;
                    default -> true;
                };
    }

    @ParameterizedTest
    @MethodSource("runsWithEnoughCache")
    void shouldGoTheWayOfTheReference(ReferenceRun run) {
        shouldBeTheSame(run, new Trial(PythonRandom::new, BlockCache::new).run(run.experiment(), run.seed()));
    }

    /** The reference drops whole heads, the engine drops blocks: the same only with the reference's cache. */
    @ParameterizedTest
    @MethodSource("runsThatDropHeads")
    void shouldGoTheWayOfTheReferenceWithItsCache(ReferenceRun run) {
        shouldBeTheSame(run, new Trial(PythonRandom::new, WholeHeads::new).run(run.experiment(), run.seed()));
    }

    private static void shouldBeTheSame(ReferenceRun run, Figures found) {
        assertThat(found.requests()).isEqualTo((int) run.number("n"));
        assertThat(found.mean()).isCloseTo(run.number("mean"), withinPercentage(PERCENT));
        assertThat(found.p50()).isCloseTo(run.number("p50"), withinPercentage(PERCENT));
        assertThat(found.p99()).isCloseTo(run.number("p99"), withinPercentage(PERCENT));
        assertThat(found.firstVerdict()).isCloseTo(run.number("ttfv"), withinPercentage(PERCENT));
        assertThat(found.goodput()).isCloseTo(run.number("good"), withinPercentage(PERCENT));
        assertThat(found.hitRate()).isCloseTo(run.number("hit"), withinPercentage(PERCENT));
    }
}
