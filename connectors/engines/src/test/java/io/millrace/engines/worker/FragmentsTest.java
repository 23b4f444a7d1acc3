package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FragmentsTest {

    @Test
    void shouldLeaveShortTextWhole() {
        assertThat(Fragments.split("abc", 3)).containsExactly("abc");
    }

    @Test
    void shouldCutLongText() {
        assertThat(Fragments.split("abcdefg", 3)).containsExactly("abc", "def", "g");
    }

    @Test
    void shouldNotCutSurrogatePairs() {
        var parts = Fragments.split("a🌊🌊b", 2);

        assertThat(parts).containsExactly("a", "🌊", "🌊", "b");
    }
}
