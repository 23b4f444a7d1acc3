package io.millrace.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.diff.TextDiff.Kind;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Seeds.class)
class TextDiffTest {

    private static final int CASES = 500;
    private static final List<String> WORDS = List.of("a ", "lane ", "is\n", "one", " ", "  two ", "partition. ");

    @ParameterizedTest
    @CsvSource({
        "A lane is one partition., A lane is a partition., A lane is [-one-]{+a+} partition.",
        "A lane is one., A lane is one partition., A lane is [-one.-]{+one partition.+}",
        "One worker owns it at once., One worker owns it., One worker owns [-it at once.-]{+it.+}",
        "'', All is new., {+All is new.+}",
        "All is gone., '', [-All is gone.-]",
        "Nothing in common here., Something else entirely!, [-Nothing in common here.-]{+Something else entirely!+}"
    })
    void shouldMarkWhatWasRemovedAndAdded(String before, String after, String marked) {
        assertThat(TextDiff.of(before, after).marked(20)).isEqualTo(marked);
    }

    @Test
    void shouldLeaveOutWhatIsFarFromAnyChange() {
        var before =
                "one two three four five six X seven eight nine ten eleven twelve Y thirteen fourteen fifteen sixteen";
        var after = before.replace("X", "Z").replace("Y ", "");

        assertThat(TextDiff.of(before, after).marked(2))
                .isEqualTo("... five six [-X-]{+Z+} seven eight ... eleven twelve [-Y-] thirteen fourteen ...");
    }

    @Test
    void shouldGiveBothTextsBack(Seed seed) {
        for (var number = 0; number < CASES; number++) {
            var random = seed.generator(number);
            var before = text(random);
            var after = text(random);

            var diff = TextDiff.of(before, after);

            assertThat(diff.before()).isEqualTo(before);
            assertThat(diff.after()).isEqualTo(after);
            assertThat(kinds(diff)).as(diff.toString()).doesNotContain("KK", "RR", "AA", "AR");
        }
    }

    /** First letters of the kinds, in pairs of neighbours. */
    private static List<String> kinds(TextDiff diff) {
        var kinds =
                diff.pieces().stream().map(TextDiff.Piece::kind).map(Kind::name).toList();
        return Stream.iterate(1, i -> i < kinds.size(), i -> i + 1)
                .map(i -> kinds.get(i - 1).substring(0, 1) + kinds.get(i).charAt(0))
                .toList();
    }

    private static String text(RandomGenerator random) {
        return random.ints(random.nextInt(20), 0, WORDS.size())
                .mapToObj(WORDS::get)
                .collect(Collectors.joining());
    }
}
