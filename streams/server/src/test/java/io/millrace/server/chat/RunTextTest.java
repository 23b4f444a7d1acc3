package io.millrace.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTextTest {

    private final RunText text = new RunText();

    @Test
    void shouldTakeAFragmentThatIsToldAgainForTheSame() {
        text.take(7, 1, "one ");
        text.take(7, 2, "two ");

        assertThat(text.take(7, 1, "one ")).isEmpty();
        assertThat(text.take(7, 2, "two ")).isEmpty();
        assertThat(text.take(7, 3, "three")).isEqualTo("three");
        assertThat(text.isDiverged()).isFalse();
        assertThat(text.isWhole()).isTrue();
    }

    @Test
    void shouldNoticeAnotherTextUnderANumberThatWasSeen() {
        text.take(7, 1, "one ");
        text.take(7, 2, "two ");

        assertThat(text.take(7, 2, "TWO ")).isEmpty();

        assertThat(text.isDiverged()).isTrue();
        assertThat(text.take(7, 3, "three")).isEmpty();
    }

    @Test
    void shouldCompareWithinTheRunThatRepeatsWhatAnotherHadSaid() {
        text.take(7, 1, "one two ");
        text.take(8, 1, "one ");
        text.take(8, 2, "two three");

        assertThat(text.take(8, 1, "one ")).isEmpty();
        assertThat(text.isDiverged()).isFalse();
        assertThat(text.take(8, 1, "one two ")).isEmpty();
        assertThat(text.isDiverged()).isTrue();
    }

    @Test
    void shouldIgnoreNumbersThatNoFragmentHas() {
        assertThat(text.take(7, 0, "zero")).isEmpty();
        assertThat(text.take(7, -1, "less")).isEmpty();
        assertThat(text.isDiverged()).isFalse();
    }
}
