package io.millrace.tokens.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.millrace.tokens.parse.ItemParserProvider.InvalidFieldException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexParserTest {

    private static final long FIRST_SEED = Long.getLong("millrace.seed", 20_261_123L);
    private static final int ROUNDS = 400;
    private static final String ALPHABET = "aaabbbcd12. \n<>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc|ab|a",
                "a|ab|abc",
                "a*",
                "a*?b",
                "\\ba+\\b",
                "a\\B|b",
                "(?s)<(.*?)>",
                "(?s)<.*>",
                "^a+",
                "(?m)^(.*)$",
                "b+$",
                "(?m)b+$",
                "[^ab\\s]+",
                "[]a[:digit:]]{2,3}",
                "(?i)A(B|C)?",
                "\\d{2}|\\d",
                "\\Qa.b\\E|\\x61\\.",
                "(?P<word>a)b{0}",
                "\\p{Ll}{3,}?\\b",
                "(?:ab)+?c|b",
                "\\Aa|a\\z"
            })
    void shouldGiveTheMatchesOfTheWholeTextHoweverItIsBroken(String pattern) {
        var parser = regex(pattern);
        for (var seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            var text = Pieces.random(new Random(seed), ALPHABET, 40);
            assertThat(Pieces.whole(parser, text))
                    .as("seed %d, text <%s>", seed, text)
                    .isEqualTo(naively(pattern, text));
            Pieces.assertSameInPieces(parser, text, seed);
        }
    }

    @Test
    void shouldGiveAMatchWhenNothingThatFollowsCanChangeIt() {
        assertThat(closedBy("ab|abc", "xab")).isEmpty();
        assertThat(closedBy("ab|abc", "xab.")).containsExactly("ab");
        assertThat(closedBy("abc|ab", "xab")).isEmpty();
        assertThat(closedBy("abcd|ab", "xabc")).isEmpty();
        assertThat(closedBy("abcd|ab", "xabc.")).containsExactly("ab");
        assertThat(closedBy("(?s)<(.*?)>", "<one> and <tw")).containsExactly("one");
        assertThat(closedBy("(?s)<.*>", "<one> and more")).isEmpty();
    }

    @Test
    void shouldKeepNothingOfWhatCannotMatchAnyMore() {
        var step = regex("<[a-z]+>").step("", "no tag in here ".repeat(1_000), false);

        assertThat(step.rest()).hasSizeLessThan(20);
    }

    @Test
    void shouldTakeTimeLinearInALongTextWhateverThePattern() {
        var parser = regex("(?s)<(?:a*)*b>");
        var open = "<" + "a".repeat(100_000);

        assertTimeout(Duration.ofMinutes(2), () -> {
            assertThat(parser.step("", open, true).items()).isEmpty();
            var rest = parser.step("", "<", false).rest();
            for (var at = 1; at < open.length(); at += 4) {
                rest = parser.step(rest, "aaaa", false).rest();
            }
            assertThat(parser.step(rest, "b>", true).items()).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "a(?=b)", "(a)\\1", "[a", "a{2000}", "*"})
    void shouldRefuseWhatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> regex(pattern))
                .isInstanceOf(InvalidFieldException.class)
                .extracting(e -> ((InvalidFieldException) e).field())
                .isEqualTo("pattern");
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseAPatternThatIsTooLarge(String pattern) {
        assertThatThrownBy(() -> regex(pattern))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("more than");
    }

    static List<String> shouldRefuseAPatternThatIsTooLarge() {
        return List.of(
                "a".repeat(RegexParser.MOST_CHARACTERS + 1),
                "(".repeat(5_000) + "a" + ")".repeat(5_000),
                "a{1000}".repeat(140),
                "(?:(?:a|bc|d){30}e){30}",
                "a{700}");
    }

    @ParameterizedTest
    @MethodSource
    void shouldTakeALargePattern(String pattern) {
        assertThat(regex(pattern)).isNotNull();
    }

    static List<String> shouldTakeALargePattern() {
        return List.of("a".repeat(600), "(".repeat(300) + "a" + ")".repeat(300), "a{600}", "\\p{L}{1,300}");
    }

    /** By another engine, over the whole text. */
    private static List<String> naively(String pattern, String text) {
        var source = pattern.equals("[]a[:digit:]]{2,3}")
                ? "[\\]a0-9]{2,3}"
                : pattern.replace("(?P<", "(?<").replaceFirst("^b\\+\\$", "b+\\\\z");
        var matcher = Pattern.compile(source, Pattern.UNIX_LINES).matcher(text);
        var items = new ArrayList<String>();
        for (var from = 0; from <= text.length() && matcher.find(from); ) {
            var item = matcher.group(Math.min(1, matcher.groupCount()));
            if (item != null && !item.isEmpty()) {
                items.add(item);
            }
            from = matcher.end() > matcher.start() ? matcher.end() : matcher.end() + 1;
        }
        return items;
    }

    private static List<String> closedBy(String pattern, String text) {
        return regex(pattern).step("", text, false).items().stream()
                .map(ItemParser.Item::content)
                .toList();
    }

    private static ItemParser regex(String pattern) {
        return Pieces.parser("regex", Map.of("pattern", pattern));
    }
}
