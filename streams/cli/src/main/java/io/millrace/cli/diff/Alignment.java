package io.millrace.cli.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Two lists side by side: what is in both is paired, in the order of both, so that the sum of the likenesses of all pairs is as
 * large as it can be (Needleman and Wunsch 1970, without costs of gaps). With a likeness of 1 for equals and 0 for
 * all others that is a longest common subsequence.
 *
 * @param <T> compared by {@code equals}
 */
final class Alignment<T> {

    /** Beyond so many comparisons what is not equal at either end of the lists is not paired: 32 MiB of sums. */
    static final long MOST_CELLS = 4_000_000;

    /**
     * A pair, or what only one of the lists has.
     *
     * @param before null where it was added
     * @param after null where it was removed
     */
    record Row<T>(@Nullable T before, @Nullable T after) {}

    private final List<T> before;
    private final List<T> after;
    private final ToDoubleBiFunction<T, T> likeness;

    private Alignment(List<T> before, List<T> after, ToDoubleBiFunction<T, T> likeness) {
        this.before = before;
        this.after = after;
        this.likeness = likeness;
    }

    /**
     * Rows whose left sides are {@code before} and whose right sides are {@code after}; between two pairs, removals come first.
     *
     * @param likeness in [0, 1], 1 for equals; what has none is never paired
     */
    static <T> List<Row<T>> of(List<T> before, List<T> after, ToDoubleBiFunction<T, T> likeness) {
        var begin = 0;
        var least = Math.min(before.size(), after.size());
        while (begin < least && before.get(begin).equals(after.get(begin))) {
            begin++;
        }
        var end = 0;
        while (end < least - begin && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        var rows = new ArrayList<Row<T>>();
        pairAll(before.subList(0, begin), after.subList(0, begin), rows);
        var between = new Alignment<>(
                before.subList(begin, before.size() - end), after.subList(begin, after.size() - end), likeness);
        between.addTo(rows);
        pairAll(
                before.subList(before.size() - end, before.size()),
                after.subList(after.size() - end, after.size()),
                rows);
        return rows;
    }

    private static <T> void pairAll(List<T> before, List<T> after, List<Row<T>> rows) {
        for (var i = 0; i < before.size(); i++) {
            rows.add(new Row<>(before.get(i), after.get(i)));
        }
    }

    private void addTo(List<Row<T>> rows) {
        var i = 0;
        var j = 0;
        if ((long) before.size() * after.size() <= MOST_CELLS) {
            var best = best();
            while (i < before.size() && j < after.size()) {
                var like = likeness.applyAsDouble(before.get(i), after.get(j));
                if (like > 0 && best[i][j] == like + best[i + 1][j + 1]) {
                    rows.add(new Row<>(before.get(i++), after.get(j++)));
                } else if (best[i][j] == best[i + 1][j]) {
                    rows.add(new Row<>(before.get(i++), null));
                } else {
                    rows.add(new Row<>(null, after.get(j++)));
                }
            }
        }
        before.subList(i, before.size()).forEach(left -> rows.add(new Row<>(left, null)));
        after.subList(j, after.size()).forEach(right -> rows.add(new Row<>(null, right)));
    }

    /** The largest sum of what begins at each pair of places. */
    private double[][] best() {
        var best = new double[before.size() + 1][after.size() + 1];
        for (var i = before.size() - 1; i >= 0; i--) {
            for (var j = after.size() - 1; j >= 0; j--) {
                var like = likeness.applyAsDouble(before.get(i), after.get(j));
                var paired = like > 0 ? like + best[i + 1][j + 1] : 0;
                best[i][j] = Math.max(paired, Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        return best;
    }
}
