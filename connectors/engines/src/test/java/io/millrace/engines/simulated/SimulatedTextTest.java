package io.millrace.engines.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.events.avro.tokens.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where things end is found by looking at ever longer beginnings of the text, token by token. */
class SimulatedTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SENTENCE = Pattern.compile("[^.]+\\. ");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");

    @ParameterizedTest
    @CsvSource({"55, 2, 6", "34, 3, 3", "224, 9, 10", "211, 5, 10", "15, 1, 1", "102, 4, 10", "66, 11, 1"})
    void shouldEndEachSentenceWithTheFirstTokenOfItsShare(int tokens, int sentences, int claims) {
        var text = write("@simulate answer tokens=" + tokens + " sentences=" + sentences + " claims=" + claims);

        assertThat(text).hasSize(tokens * 4);
        for (int d = 1; d <= tokens; d++) {
            int written = d;
            long due = IntStream.rangeClosed(1, sentences)
                    .filter(i -> written >= i * (double) tokens / sentences)
                    .count();
            assertThat(closed(SENTENCE, text, d)).as("sentences at token %d", d).isEqualTo((int) due);
        }
    }

    @Test
    void shouldMarkEachSentenceWithItsShareOfTheClaims() {
        var text = write("@simulate answer tokens=102 sentences=4 claims=10");

        assertThat(Pattern.compile("claims:(\\d+)").matcher(text).results().map(marker -> marker.group(1)))
                .containsExactly("2", "3", "2", "3");
    }

    @Test
    void shouldWriteAsManyClaimsAsTheQuotedTextHas() throws Exception {
        var text = write("claims:9\n<<<claims:7>>> <<<a claims:2. b claims:1.>>>\n@simulate claims tokens=20");

        assertThat(JSON.readTree(text)).hasSize(3);
        assertThat(text).hasSize(3 * 20 * 4);
        assertClosings(text, 20, 40, 60);
    }

    @Test
    void shouldWriteTheClaimsOfTheLastSentenceOnly() throws Exception {
        var sentences = "<<<a claims:7. b claims:1. c claims:2.>>>\n";

        assertThat(JSON.readTree(write(sentences + "@simulate claims last=1"))).hasSize(2);
        assertThat(JSON.readTree(write(sentences + "@simulate claims last=9"))).hasSize(10);
    }

    @Test
    void shouldWriteAnEmptyArrayWithoutClaims() throws Exception {
        assertThat(JSON.readTree(write("<<<claims:0>>>\n@simulate claims"))).isEmpty();
    }

    @Test
    void shouldCloseTheFirstQueryWithHalfOfTheTokens() throws Exception {
        var text = write("@simulate queries count=2 tokens=28");

        assertThat(JSON.readTree(text)).hasSize(2);
        assertClosings(text, 14, 28);
        assertThat(JSON.readTree(text).get(0)).isNotEqualTo(JSON.readTree(text).get(1));
    }

    @Test
    void shouldDrawTheLengthOfVerdictsAroundTheirMedian() {
        var lengths = LongStream.range(0, 4_001)
                .map(seed ->
                        write("@simulate verdict median=64 sigma=0.25", seed).length() / 4)
                .sorted()
                .toArray();

        assertThat(lengths[2_000]).isCloseTo(64, withinPercentage(3.0));
        assertThat((double) lengths[(int) (0.8413 * 4_000)] / lengths[2_000])
                .isCloseTo(Math.exp(0.25), withinPercentage(4.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 12, 13, 64, 200})
    void shouldWriteVerdictsThatAreJson(int median) throws Exception {
        var verdict = JSON.readTree(write("@simulate verdict sigma=0 median=" + median));

        assertThat(verdict.path("verdict").asText()).isEqualTo("supported");
    }

    @Test
    void shouldTellPromptsAndSeedsApart() {
        var texts = List.of(
                write("one @simulate\n@simulate queries"),
                write("two\n@simulate queries"),
                write("two\n@simulate queries", 2));

        assertThat(texts).doesNotHaveDuplicates();
        assertThat(write("two\n@simulate queries")).isEqualTo(texts.get(1));
    }

    @Test
    void shouldFollowTheLastDirective() {
        assertThat(write("@simulate verdict\n@simulate queries count=1 tokens=10"))
                .hasSize(40);
    }

    @Test
    void shouldFillWithoutDirective() {
        assertThat(write("Hello")).hasSize(64 * 4).endsWith(". ");
        assertThat(SimulatedText.write(List.of(new Message("user", "Hello")), 10, 1))
                .hasSize(40);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poem",
                "answer tokens=55 sentences=2",
                "answer tokens=10 sentences=2 claims=1",
                "answer tokens=x sentences=2 claims=1",
                "claims",
                "queries count=9 tokens=20",
                "queries count=2 count=2",
                "verdict mean=64",
                "verdict sigma=wide"
            })
    void shouldRefuseWhatItCannotFollow(String directive) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write("@simulate " + directive))
                .withMessageContaining("@simulate");
    }

    private static void assertClosings(String text, int... tokens) {
        var found = new ArrayList<Integer>();
        for (int d = 1; d <= text.length() / 4; d++) {
            while (found.size() < closed(STRING, text, d)) {
                found.add(d);
            }
        }
        assertThat(found).containsExactlyElementsOf(IntStream.of(tokens).boxed().toList());
    }

    private static int closed(Pattern element, String text, int tokens) {
        return (int) element.matcher(text.substring(0, tokens * 4)).results().count();
    }

    private static String write(String prompt) {
        return write(prompt, 1);
    }

    private static String write(String prompt, long seed) {
        return SimulatedText.write(List.of(new Message("user", prompt)), 0, seed);
    }
}
