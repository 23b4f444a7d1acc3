package io.millrace.load.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopOptionsTest {

    @Test
    void shouldMeasureWhatIsPromisedByDefault() {
        var options = HopOptions.parse(List.of());

        assertThat(options.rate()).isEqualTo(500);
        assertThat(options.measured()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.commitIntervals()).hasSize(1);
    }

    @Test
    void shouldTakeSeveralCommitIntervals() {
        assertThat(HopOptions.parse(List.of("--commit-interval", "20, 100")).commitIntervals())
                .containsExactly(20L, 100L);
    }

    @ParameterizedTest
    @CsvSource({"--rate, 0", "--rate, 100001", "--seconds, 0", "--warm-up, -1", "--commit-interval, soon"})
    void shouldSayWhatMakesNoSense(String option, String value) {
        assertThatThrownBy(() -> HopOptions.parse(List.of(option, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option.substring(2));
    }
}
