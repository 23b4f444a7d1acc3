package io.millrace.tokens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsersTest {

    private static final int ROUNDS = 500;
    private static final List<String> SENTENCE_TEXTS = List.of(
            "Dr. Smith paid 3.50 dollars. \"Why?\" he asked. It rained!\nA new line. ",
            "1. First item\n2. Second item\n\nJ. R. Hartley wrote it, e.g. in 1983. The end",
            "\u4eca\u65e5\u306f\u3002\u660e\u65e5\uff1f ok. \u201cQuoted.\u201d Done...  And so on. ",
            "",
            "no stop at all",
            "... --- ... ");
    private static final List<String> ARRAY_TEXTS = List.of(
            "Sure! ```json\n[\"a, b\", \"c \\\"d\\\" ]\", {\"x\": [1, 2], \"y\": null}, 12, true, [\"n\"], \"\\u00e9\"]\n``` bye [1]",
            "[]",
            "[ ]",
            "none here",
            "[\"cut off\", \"in the mid",
            "[1, 2, oops, 3]",
            "[1 , 23]");

    @Test
    void shouldCutSentencesTheSameWayHoweverTheTextIsBroken() {
        shouldNotDependOnFragments("sentences", SENTENCE_TEXTS);
    }

    @Test
    void shouldCutLinesTheSameWayHoweverTheTextIsBroken() {
        shouldNotDependOnFragments("lines", SENTENCE_TEXTS);
    }

    @Test
    void shouldCutArraysTheSameWayHoweverTheTextIsBroken() {
        shouldNotDependOnFragments("json-array", ARRAY_TEXTS);
    }

    @Test
    void shouldKeepAbbreviationsNumbersAndInitialsInTheirSentence() {
        assertThat(whole("sentences", SENTENCE_TEXTS.get(0)))
                .containsExactly("Dr. Smith paid 3.50 dollars.", "\"Why?\"", "he asked.", "It rained!", "A new line.");
        assertThat(whole("sentences", SENTENCE_TEXTS.get(1)))
                .containsExactly("1. First item", "2. Second item", "J. R. Hartley wrote it, e.g. in 1983.", "The end");
    }

    @Test
    void shouldCloseASentenceWithoutWaitingForTheNext() {
        assertThat(parser("sentences").step("", "It is so. ", false).items()).hasSize(1);
        assertThat(parser("sentences").step("", "It is so.", false).items()).isEmpty();
    }

    @Test
    void shouldCloseAnArrayElementAsSoonAsItsLastCharacterCame() {
        assertThat(parser("json-array").step("", "[\"a\"", false).items()).hasSize(1);
        assertThat(parser("json-array").step("", "[{\"a\": 1}", false).items()).hasSize(1);
        assertThat(parser("json-array").step("", "[12", false).items()).isEmpty();
        assertThat(parser("json-array").step("", "[12,", false).items()).hasSize(1);
    }

    @Test
    void shouldReadArrayElementsAsTextOrJson() {
        assertThat(whole("json-array", ARRAY_TEXTS.get(0)))
                .containsExactly(
                        "a, b", "c \"d\" ]", "{\"x\": [1, 2], \"y\": null}", "12", "true", "[\"n\"]", "\u00e9");
    }

    @Test
    void shouldKeepWhatCameBeforeAnElementThatIsNotJson() {
        assertThat(whole("json-array", "[1, 2, oops, 3]"))
                .containsExactly("1", "2", "an element of the JSON array is not JSON");
        assertThat(whole("json-array", "[\"cut off\", \"in the mid"))
                .containsExactly("cut off", "the JSON array is cut off");
    }

    @ParameterizedTest
    @CsvSource({
        "'[1, 2, oops, 3]',an element of the JSON array is not JSON",
        "'[\"a\", ]',an element of the JSON array is not JSON",
        "'[\"cut off\", \"in the mid',the JSON array is cut off",
        "'[\"cut off\"',the JSON array is cut off",
        "[,the JSON array is cut off",
        "none here,the text holds no JSON array",
        "'',the text holds no JSON array"
    })
    void shouldSayWhyAnArrayCannotBeReadToItsEnd(String text, String flaw) {
        assertThat(parser("json-array").step("", text, true).flaw()).isEqualTo(flaw);
    }

    @Test
    void shouldReadNoDeeperThanItCan() {
        var deepest = "[".repeat(500) + "]".repeat(500);

        assertThat(whole("json-array", "[" + deepest + "]")).containsExactly(deepest);
        assertThat(whole("json-array", "[1, [" + deepest + "]]"))
                .containsExactly("1", "an element of the JSON array is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "Sure! [1, 2] bye [3", "[\"a\"]"})
    void shouldFindNoFlawInAnArrayThatEnds(String text) {
        assertThat(parser("json-array").step("", text, true).flaw()).isNull();
    }

    @Test
    void shouldFindNoFlawInAnArrayThatIsStillBeingWritten() {
        assertThat(parser("json-array")
                        .step("", "Sure! [1, \"in the mid", false)
                        .flaw())
                .isNull();
        assertThat(parser("json-array").step("", "Sure!", false).flaw()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"lines,' a \n\n b',2", "lines,'\n\n',0", "lines,'one',1"})
    void shouldTakeEachLineThatIsNotBlank(String name, String text, int items) {
        assertThat(whole(name, text)).hasSize(items);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regexp", "", "Sentences"})
    void shouldKnowNoOtherParser(String name) {
        assertThat(Parsers.find(name)).isEmpty();
    }

    private static void shouldNotDependOnFragments(String name, List<String> texts) {
        for (var seed = 0L; seed < ROUNDS; seed++) {
            for (var text : texts) {
                assertThat(inPieces(name, text, new Random(seed)))
                        .as("seed %d, parser %s, text <%s>", seed, name, text)
                        .isEqualTo(whole(name, text));
            }
        }
    }

    private static List<String> whole(String name, String text) {
        return contents(List.of(parser(name).step("", text, true)));
    }

    private static List<String> inPieces(String name, String text, Random random) {
        var steps = new ArrayList<ItemParser.Step>();
        var rest = "";
        for (var at = 0; at < text.length(); ) {
            var to = Math.min(text.length(), at + 1 + random.nextInt(6));
            var step = parser(name).step(rest, text.substring(at, to), false);
            steps.add(step);
            rest = step.rest();
            at = to;
        }
        steps.add(parser(name).step(rest, "", true));
        return contents(steps);
    }

    /** The items, then the flaws. */
    private static List<String> contents(List<ItemParser.Step> steps) {
        var items = steps.stream().flatMap(step -> step.items().stream()).map(ItemParser.Item::content);
        return Stream.concat(items, steps.stream().map(ItemParser.Step::flaw).filter(Objects::nonNull))
                .toList();
    }

    private static ItemParser parser(String name) {
        return Parsers.find(name).orElseThrow().create(Map.of());
    }
}
