package io.millrace.load.retrieval;

import io.millrace.engines.index.SearchMode;
import java.util.List;
import java.util.Set;

/**
 * How well one mode finds evidence, as shares of all claims.
 *
 * @param hitAt1 a gold sentence comes first
 * @param hitAt5 one is among the first five
 * @param allIn5 all of them are
 * @param medianMillis of one search, embedding of the claim included
 */
record RankingFigures(SearchMode mode, double hitAt1, double hitAt5, double allIn5, double medianMillis) {

    static final int DEPTH = 5;

    /** What one search found. */
    record Outcome(boolean hitAt1, boolean hitAt5, boolean allIn5, double millis) {

        static Outcome of(List<String> found, Set<String> gold, double millis) {
            return new Outcome(
                    !found.isEmpty() && gold.contains(found.get(0)),
                    found.stream().anyMatch(gold::contains),
                    found.containsAll(gold),
                    millis);
        }
    }

    static RankingFigures of(SearchMode mode, List<Outcome> outcomes) {
        var times = outcomes.stream().mapToDouble(Outcome::millis).sorted().toArray();
        return new RankingFigures(
                mode,
                share(outcomes.stream().filter(Outcome::hitAt1).count(), outcomes.size()),
                share(outcomes.stream().filter(Outcome::hitAt5).count(), outcomes.size()),
                share(outcomes.stream().filter(Outcome::allIn5).count(), outcomes.size()),
                times[times.length / 2]);
    }

    private static double share(long part, int whole) {
        return (double) part / whole;
    }
}
