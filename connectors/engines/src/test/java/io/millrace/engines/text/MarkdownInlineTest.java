package io.millrace.engines.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownInlineTest {

    @ParameterizedTest
    @CsvSource({
        "It goes to `a<b>.c` at once., It goes to a<b>.c at once.",
        "The tests `*FaultIT` and `*IT` run., The tests *FaultIT and *IT run.",
        "A `__name__` and a __bold__ word., A __name__ and a bold word.",
        "``a[0](b)`` is code., a[0](b) is code.",
        "It costs `$1 \\. 2`., It costs $1 \\. 2."
    })
    void shouldKeepCodeAsItIs(String line, String plain) {
        assertThat(MarkdownInline.plain(line)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "A <b>bold</b> and an *italic* word., A bold and an italic word.",
        "See [the `a<b>` page](page.md)., See the a<b> page.",
        "**The `lamp`** burns., The lamp burns.",
        "![the `lamp`](lamp.png) The `wick` is dry., The wick is dry.",
        "A \\`tick\\` is no code., A `tick` is no code."
    })
    void shouldReduceMarkupAroundCodeToWords(String line, String plain) {
        assertThat(MarkdownInline.plain(line).strip()).isEqualTo(plain);
    }

    @Test
    void shouldNotMistakeADocumentForItsOwnMarks() {
        assertThat(MarkdownInline.plain("\uE0000\uE001 `a` \uE0007\uE001")).isEqualTo("0 a 7");
    }
}
