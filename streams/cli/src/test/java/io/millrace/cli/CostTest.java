package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "0.00125, 0.00125", "1e-6, 0.000001", "4.9e-7, 0", "120.0, 120", "0.1234567, 0.123457"})
    void shouldShowMillionthsWithoutTrailingZeros(double cost, String shown) {
        assertThat(Cost.of(cost)).isEqualTo(shown);
    }
}
