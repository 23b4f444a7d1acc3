package io.millrace.tokens.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.tokens.parse.ItemParserProvider.InvalidFieldException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParagraphParserTest {

    private static final long FIRST_SEED = Long.getLong("millrace.seed", 20_261_123L);
    private static final int ROUNDS = 1_000;

    @Test
    void shouldEndAPartWithTheLastParagraphThatFits() {
        assertThat(Pieces.whole(parser(20), "one\n\ntwo\n \nthree\n\nfour five six"))
                .containsExactly("one\n\ntwo\n \nthree", "four five six");
    }

    @Test
    void shouldCutALongParagraphAtALineElseAtAWordElseAnywhere() {
        assertThat(Pieces.whole(parser(8), "ab\ncd ef gh")).containsExactly("ab", "cd ef gh");
        assertThat(Pieces.whole(parser(8), "abcd efghi jk")).containsExactly("abcd", "efghi jk");
        assertThat(Pieces.whole(parser(4), "abcdefghi")).containsExactly("abcd", "efgh", "i");
        assertThat(Pieces.whole(parser(3), "ab\ud83d\ude00c")).containsExactly("ab", "\ud83d\ude00c");
    }

    @Test
    void shouldLoseNothingButOuterWhiteSpaceHoweverTheTextIsBroken() {
        for (var seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            var random = new Random(seed);
            var text = Pieces.random(random, "abcde  \n\n", 200);
            var parser = parser(1 + random.nextInt(40));
            assertThat(String.join("", Pieces.whole(parser, text)).replaceAll("\\s", ""))
                    .as("seed %d", seed)
                    .isEqualTo(text.replaceAll("\\s", ""));
            Pieces.assertSameInPieces(parser, text, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "99999", "1.5", ""})
    void shouldRefuseASizeThatIsNone(String size) {
        assertThatThrownBy(() -> Pieces.parser("paragraphs", Map.of("size", size)))
                .isInstanceOf(InvalidFieldException.class);
    }

    private static ItemParser parser(int size) {
        return Pieces.parser("paragraphs", Map.of("size", Integer.toString(size)));
    }
}
