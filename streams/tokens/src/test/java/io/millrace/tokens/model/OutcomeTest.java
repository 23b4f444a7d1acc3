package io.millrace.tokens.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void shouldCutALongMessageBetweenCharacters() {
        assertThat(message("x".repeat(1_000))).hasSize(1_000);
        assertThat(message("x".repeat(1_000_000))).isEqualTo("x".repeat(1_000));
        assertThat(message("x".repeat(999) + "\ud83d\ude00")).isEqualTo("x".repeat(999));
        assertThat(message("")).isEmpty();
    }

    private static String message(String given) {
        return Outcome.failed("CODE", given, 0).message();
    }
}
