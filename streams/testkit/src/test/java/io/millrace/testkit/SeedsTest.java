package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Seeds.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seeds.class)
class SeedsTest {

    @Test
    void shouldGiveSameNumbersForSameSeedAndCase(Seed seed) {
        assertThat(seed.generator(3).nextLong()).isEqualTo(seed.generator(3).nextLong());
    }

    @Test
    void shouldGiveOtherNumbersForOtherCase(Seed seed) {
        assertThat(seed.generator(3).nextLong()).isNotEqualTo(seed.generator(4).nextLong());
    }
}
