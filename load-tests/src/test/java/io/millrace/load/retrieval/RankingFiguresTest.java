package io.millrace.load.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engines.index.SearchMode;
import io.millrace.load.retrieval.RankingFigures.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingFiguresTest {

    @Test
    void shouldTellFirstAnyAndAllApart() {
        assertThat(Outcome.of(List.of("a", "b"), Set.of("a"), 1)).isEqualTo(new Outcome(true, true, true, 1));
        assertThat(Outcome.of(List.of("a", "b"), Set.of("b", "c"), 1)).isEqualTo(new Outcome(false, true, false, 1));
        assertThat(Outcome.of(List.of("a", "b"), Set.of("c"), 1)).isEqualTo(new Outcome(false, false, false, 1));
        assertThat(Outcome.of(List.of(), Set.of("c"), 1)).isEqualTo(new Outcome(false, false, false, 1));
    }

    @Test
    void shouldGiveSharesAndTheMedian() {
        var figures = RankingFigures.of(
                SearchMode.DENSE,
                List.of(
                        new Outcome(true, true, true, 9),
                        new Outcome(false, true, false, 1),
                        new Outcome(false, true, true, 2),
                        new Outcome(false, false, false, 3)));

        assertThat(figures).isEqualTo(new RankingFigures(SearchMode.DENSE, 0.25, 0.75, 0.5, 3));
    }
}
