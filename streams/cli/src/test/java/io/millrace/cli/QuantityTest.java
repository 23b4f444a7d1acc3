package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({"0, 0 dead letters", "1, 1 dead letter", "2, 2 dead letters"})
    void shouldUseTheSingularOnlyForOne(long number, String text) {
        assertThat(Quantity.of(number, "dead letter")).isEqualTo(text);
    }
}
