package io.millrace.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.cli.diff.Alignment.Row;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Seeds.class)
class AlignmentTest {

    private static final int CASES = 500;
    private static final int LONGEST = 7;

    @Test
    void shouldPairWhatIsInBothLists() {
        var rows = Alignment.of(List.of("a", "b", "c"), List.of("b", "x", "c"), AlignmentTest::equal);

        assertThat(rows)
                .containsExactly(new Row<>("a", null), new Row<>("b", "b"), new Row<>(null, "x"), new Row<>("c", "c"));
    }

    @Test
    void shouldKeepBothListsWholeAndPairThemAsWellAsCanBe(Seed seed) {
        for (var number = 0; number < CASES; number++) {
            var random = seed.generator(number);
            var before = random.ints(random.nextInt(LONGEST + 1), 0, 4).boxed().toList();
            var after = random.ints(random.nextInt(LONGEST + 1), 0, 4).boxed().toList();

            var rows = Alignment.of(before, after, AlignmentTest::near);

            assertThat(rows.stream().map(Row::before).filter(Objects::nonNull)).isEqualTo(before);
            assertThat(rows.stream().map(Row::after).filter(Objects::nonNull)).isEqualTo(after);
            assertThat(sum(rows)).as(before + " and " + after).isCloseTo(best(before, after), within(1e-9));
        }
    }

    @Test
    void shouldPairOnlyTheEqualEndsOfListsThatAreTooLongToCompare() {
        var length = (int) Math.sqrt(Alignment.MOST_CELLS) + 1;
        var before = IntStream.rangeClosed(0, length).boxed().toList();
        var after = IntStream.rangeClosed(0, length)
                .map(i -> i == 0 ? 0 : -i)
                .boxed()
                .toList();

        var rows = Alignment.of(before, after, AlignmentTest::near);

        assertThat(rows).hasSize(1 + 2 * length).startsWith(new Row<>(0, 0), new Row<>(1, null));
    }

    @Test
    void shouldTakeEmptyLists() {
        assertThat(Alignment.of(List.<String>of(), List.of(), AlignmentTest::equal))
                .isEmpty();
        assertThat(Alignment.of(Collections.<String>emptyList(), List.of("a"), AlignmentTest::equal))
                .containsExactly(new Row<>(null, "a"));
    }

    private static double equal(String left, String right) {
        return left.equals(right) ? 1 : 0;
    }

    /** Equals are 1, neighbours 0.6, all others nothing. */
    private static double near(int left, int right) {
        return switch (Math.abs(left - right)) {
            case 0 -> 1;
            case 1 -> 0.6;
            default -> 0;
        };
    }

    private static double sum(List<Row<Integer>> rows) {
        return rows.stream()
                .filter(row -> row.before() != null && row.after() != null)
                .mapToDouble(row -> near(row.before(), row.after()))
                .sum();
    }

    /** By trying everything: the first of one list is left alone or paired with any of the other. */
    private static double best(List<Integer> before, List<Integer> after) {
        if (before.isEmpty()) {
            return 0;
        }
        var rest = before.subList(1, before.size());
        var best = best(rest, after);
        for (var i = 0; i < after.size(); i++) {
            best = Math.max(best, near(before.get(0), after.get(i)) + best(rest, after.subList(i + 1, after.size())));
        }
        return best;
    }
}
