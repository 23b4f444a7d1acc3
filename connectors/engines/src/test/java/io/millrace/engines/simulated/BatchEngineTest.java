package io.millrace.engines.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.engines.simulated.BatchEngine.Iteration;
import io.millrace.engines.simulated.EngineProfile.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Expected times are the formula of the specification, worked out by hand. */
class BatchEngineTest {

    private static final double KV_MILLIS = 131072 / 1.4e12 * 1e3;

    private final BatchEngine engine = engine(Batch.DEFAULT);

    @Test
    void shouldHaveNothingToDoWithoutSequences() {
        assertThat(engine.begin()).isEmpty();
    }

    @Test
    void shouldReadThePromptAndWriteTheFirstTokenInOneIteration() {
        var sequence = engine.add(Prompt.ofHead(1, 120, 13), 2);

        var written = iterate(engine);

        assertThat(written.millis()).isCloseTo(3 + 9.8 + 0.027 * 133, within(1e-12));
        assertThat(written.sequences()).containsExactly(sequence);
        assertThat(sequence.written()).isEqualTo(1);
    }

    @Test
    void shouldTakeAboutThirteenMillisecondsATokenAlone() {
        engine.add(Prompt.ofHead(1, 0, 100), 10);
        iterate(engine);

        assertThat(iterate(engine).millis()).isCloseTo(3 + 9.8 + 0.027 + 101 * KV_MILLIS, within(1e-12));
    }

    @Test
    void shouldBeBoundByArithmeticWithAFullBudget() {
        engine.add(Prompt.ofHead(1, 0, 2_000), 1);

        assertThat(iterate(engine).millis()).isCloseTo(3 + 0.072 * 512, within(1e-12));
    }

    @Test
    void shouldReadALongPromptInChunks() {
        var sequence = engine.add(Prompt.ofHead(1, 0, 1_025), 1);

        assertThat(iterate(engine).sequences()).isEmpty();
        assertThat(iterate(engine).sequences()).isEmpty();
        assertThat(iterate(engine).sequences()).containsExactly(sequence);
        assertThat(engine.begin()).isEmpty();
    }

    @Test
    void shouldGiveWritersTheirTokenBeforeReadersTheBudget() {
        var writer = engine.add(Prompt.ofHead(1, 0, 10), 9);
        iterate(engine);
        var first = engine.add(Prompt.ofHead(2, 0, 500), 1);
        var second = engine.add(Prompt.ofHead(3, 0, 100), 1);

        assertThat(iterate(engine).sequences()).containsExactly(writer, first);
        assertThat(iterate(engine).sequences()).containsExactly(writer, second);
    }

    @Test
    void shouldReadOnlyWhatNoPromptBeforeBeganWith() {
        engine.add(Prompt.ofHead(7, 302, 14), 1);
        iterate(engine);
        var same = engine.add(Prompt.ofHead(7, 302, 14), 1);

        var written = iterate(engine);

        assertThat(same.cached()).isEqualTo(302 - 302 % 16);
        assertThat(written.millis()).isCloseTo(3 + 9.8 + 0.027 * (302 % 16 + 14), within(1e-12));
    }

    @Test
    void shouldLetWaitWhatHasNoRoom() {
        var small = engine(new Batch(2, 512, 0));
        var sequences = new ArrayList<Sequence>();
        for (int i = 0; i < 3; i++) {
            sequences.add(small.add(Prompt.ofHead(i, 0, 10), 1 + i));
        }

        assertThat(iterate(small).sequences()).containsExactly(sequences.get(0), sequences.get(1));
        assertThat(iterate(small).sequences()).containsExactly(sequences.get(1), sequences.get(2));
    }

    @Test
    void shouldForgetASequenceThatIsCancelledBeforeItsFirstIteration() {
        var cancelled = engine.add(Prompt.ofHead(1, 0, 10), 5);

        engine.cancel(cancelled);

        assertThat(engine.begin()).isEmpty();
    }

    @Test
    void shouldWriteNothingOfASequenceThatIsCancelledInAnIteration() {
        var cancelled = engine.add(Prompt.ofHead(1, 0, 10), 5);
        var other = engine.add(Prompt.ofHead(2, 0, 10), 5);
        var iteration = engine.begin();

        engine.cancel(cancelled);

        assertThat(engine.end(iteration.orElseThrow())).containsExactly(other);
        assertThat(cancelled.written()).isZero();
        assertThat(engine.running()).isEqualTo(1);
    }

    @Test
    void shouldGiveTheRoomOfACancelledSequenceToTheNext() {
        var small = engine(new Batch(1, 512, 0));
        var cancelled = small.add(Prompt.ofHead(1, 0, 10), 50);
        var next = small.add(Prompt.ofHead(2, 0, 10), 1);
        iterate(small);

        small.cancel(cancelled);

        assertThat(iterate(small).sequences()).containsExactly(next);
    }

    @Test
    void shouldRefuseASecondIterationBeforeTheFirstHasEnded() {
        engine.add(Prompt.ofHead(1, 0, 10), 1);
        engine.begin();

        assertThatIllegalStateException().isThrownBy(engine::begin);
    }

    private static BatchEngine engine(Batch batch) {
        return new BatchEngine(EngineProfile.A100_8B.withBatch(batch), new BlockCache(batch.cacheTokens()));
    }

    private static Written iterate(BatchEngine engine) {
        Optional<Iteration> iteration = engine.begin();
        return new Written(iteration.orElseThrow().millis(), engine.end(iteration.orElseThrow()));
    }

    private record Written(double millis, List<Sequence> sequences) {}
}
