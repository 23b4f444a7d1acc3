package io.millrace.tokens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownListParserTest {

    private static final long FIRST_SEED = Long.getLong("millrace.seed", 20_261_123L);
    private static final int ROUNDS = 1_000;

    private static final List<String> LINES = List.of(
            "- one",
            "* two",
            "+ three",
            "1. four",
            "2) five",
            "  - nested",
            "   more of it",
            "lazy line",
            "",
            "# heading",
            "---",
            "```",
            "  ```",
            "text: 1.5",
            "-no entry",
            "\t- by tab",
            "- ",
            "**bold**");

    private final ItemParser parser = Pieces.parser("markdown-list", Map.of());

    @Test
    void shouldTakeEachEntryOfEachKindOfList() {
        assertThat(items("Here:\n\n- a\n- b\n\n1. c\n2) d\n* e\n+ f")).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void shouldLeaveContinuationsAndNestedEntriesWithTheirEntry() {
        assertThat(items(
                        "1. first\n   goes on\nlazily\n   - nested\n     deeper\n\n   a second paragraph\n2. second\n"))
                .containsExactly("first\ngoes on\nlazily\n- nested\n  deeper\n\na second paragraph", "second");
    }

    @Test
    void shouldPassOverWhatIsInNoList() {
        assertThat(items("Sure!\n- a\n\nSo much for that.\n# - no\n```yaml\n- no\n```\n* * *\n- b\n---\nend"))
                .containsExactly("a", "b");
        assertThat(items("no list - at all")).isEmpty();
        assertThat(items("")).isEmpty();
    }

    @Test
    void shouldKeepAFenceThatIsInsideAnEntry() {
        assertThat(items("- a\n  ```\n- not an entry\n  ```\n- b")).containsExactly("a\n```\n- not an entry\n```", "b");
    }

    @Test
    void shouldCloseAnEntryWhenTheNextOneBegins() {
        assertThat(parser.step("", "- a\n- b", false).items()).isEmpty();
        assertThat(parser.step("", "- a\n- b\n", false).items()).hasSize(1);
        assertThat(parser.step("", "- a\n  - b\n", false).items()).isEmpty();
    }

    @Test
    void shouldCutTheSameWayHoweverTheTextIsBroken() {
        for (var seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (var i = random.nextInt(15); i > 0; i--) {
                text.append(LINES.get(random.nextInt(LINES.size()))).append(random.nextInt(9) > 0 ? "\n" : "\r\n");
            }
            Pieces.assertSameInPieces(parser, text.toString(), seed);
        }
    }

    private List<String> items(String text) {
        return Pieces.whole(parser, text);
    }
}
