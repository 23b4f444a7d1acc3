package io.millrace.core.documents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void shouldTakeTextAndJsonUpToTheLimitTogether() {
        var half = "x".repeat(Payload.MOST_BYTES / 2);

        assertThat(Payload.isTooLarge(half, half)).isFalse();
        assertThat(Payload.isTooLarge(half, half + "y")).isTrue();
    }

    @Test
    void shouldCountBytesNotCharacters() {
        var most = "é".repeat(Payload.MOST_BYTES / 2);

        assertThat(Payload.isTooLarge(most, null)).isFalse();
        assertThat(Payload.isTooLarge(most + "e", null)).isTrue();
    }

    @Test
    void shouldTakeNothing() {
        assertThat(Payload.isTooLarge(null, null)).isFalse();
    }
}
