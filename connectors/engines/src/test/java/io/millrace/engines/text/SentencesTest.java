package io.millrace.engines.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {

    @Test
    void shouldSplitAtEndMarks() {
        assertThat(Sentences.split("It rains. Does it? Yes! It does\u2026 We stay."))
                .containsExactly("It rains.", "Does it?", "Yes!", "It does\u2026", "We stay.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dr. Ito and Mrs. Lund met Prof. Abe.",
                "Use tea, e.g. Assam, or i.e. Darjeeling leaves.",
                "See Fig. 3 and No. 7 of Vol. 2.",
                "It weighs 2.5 kg and costs 1,299.00 crowns.",
                "Version 4.3.1 reads settings.properties from example.org.",
                "J. R. R. Tolkien wrote it.",
                "The U.S. Navy ordered two.",
                "It opens at 9 a.m. Mondays.",
                "1. Heat the oven"
            })
    void shouldNotSplitInsideASentence(String sentence) {
        assertThat(Sentences.split(sentence)).containsExactly(sentence);
    }

    @Test
    void shouldSplitAfterAnAcronymBeforeAWordThatBegins() {
        assertThat(Sentences.split("He moved to the U.S. The weather was fine."))
                .containsExactly("He moved to the U.S.", "The weather was fine.");
    }

    @Test
    void shouldKeepClosingQuotesWithTheirSentence() {
        assertThat(Sentences.split("\u201CCome in.\u201D She sat down (at last.) Then it rained."))
                .containsExactly("\u201CCome in.\u201D", "She sat down (at last.)", "Then it rained.");
    }

    @Test
    void shouldSplitWhereNoSpaceIsWritten() {
        assertThat(Sentences.split("\u4ECA\u65E5\u306F\u96E8\u3002\u660E\u65E5\u306F\u6674\u308C\u3002"))
                .hasSize(2);
    }

    @Test
    void shouldLeaveOutPartsWithoutWords() {
        assertThat(Sentences.split("... --- !")).isEmpty();
    }

    @Test
    void shouldCutARunWithoutEndAtWhiteSpace() {
        var run = "word ".repeat(1_000);

        var parts = Sentences.split(run);

        assertThat(parts).allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(Sentences.MAX_LENGTH));
        assertThat(String.join(" ", parts)).isEqualTo(run.strip());
    }

    @Test
    void shouldLoseNoCharacterButWhiteSpace() {
        var text = "A. B c! (D) \"E?\" f. G 1.5 h. I";

        assertThat(String.join("", Sentences.split(text)).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }

    @Test
    void shouldFindNothingInNothing() {
        assertThat(Sentences.split("")).isEqualTo(List.of());
    }
}
