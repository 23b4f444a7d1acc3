package io.millrace.engines.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

    @Test
    void shouldPartClausesThatNameTheirSubjects() {
        assertThat(Claims.of("The oven was replaced in 2019, and the chimney is inspected each spring."))
                .containsExactly("The oven was replaced in 2019.", "The chimney is inspected each spring.");
    }

    @Test
    void shouldPartAtSemicolons() {
        assertThat(Claims.of("The lamp is electric now; Brandt had used oil before; the tower is white."))
                .containsExactly("The lamp is electric now.", "Brandt had used oil before.", "The tower is white.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The pump, the valve, and the tank are made of brass.",
                "The wheel was built in 1870, and it has eight paddles.",
                "The kit has a pump, and the valve.",
                "The oven reaches 280 degrees, and is heated with wood.",
                "Visitors must book the ferry one day ahead."
            })
    void shouldLeaveWholeWhatIsNotSafeToPart(String sentence) {
        assertThat(Claims.of(sentence)).containsExactly(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"When is honey harvested?", ExtractiveAnswer.NO_ANSWER})
    void shouldFindNoClaimWhereNothingIsClaimed(String sentence) {
        assertThat(Claims.of(sentence)).isEmpty();
    }
}
