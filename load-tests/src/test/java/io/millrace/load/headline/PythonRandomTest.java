package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected: what {@code random.Random(42)} of CPython 3.11 gives when it is asked for the same one after the other. */
class PythonRandomTest {

    @Test
    void shouldDrawWhatPythonDraws() {
        var random = new PythonRandom(42);

        assertThat(random.uniform()).isEqualTo(0.6394267984578837);
        assertThat(random.uniform()).isEqualTo(0.025010755222666936);
        assertThat(new int[] {random.index(50), random.index(50), random.index(50), random.index(50)})
                .containsExactly(17, 15, 14, 8);
        assertThat(random.logNormal(0.25)).isCloseTo(1.3684743179651895, within(1e-15));
        // random.sample(range(4), 2) is an index of four, then one of the three that are left.
        assertThat(random.index(4)).isEqualTo(0);
        assertThat(random.index(3)).isEqualTo(2);
        assertThat(random.weighted(new double[] {1, 1.5, 1.75})).isEqualTo(0);
        assertThat(random.exponential() / 2).isCloseTo(0.015125088603679294, within(1e-17));
        assertThat(random.normal()).isCloseTo(-0.9758203332953249, within(1e-15));
    }
}
