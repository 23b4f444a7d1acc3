package io.millrace.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void shouldGiveEachProblemATypeOfItsOwn() {
        var types = Arrays.stream(Problem.values()).map(Problem::type).toList();

        assertThat(types).doesNotHaveDuplicates().allMatch(type -> type.matches("/problems/[a-z-]+"));
    }

    @Test
    void shouldCallRetryableWhatPassesAndNothingThatTheCallerMustChange() {
        for (var problem : Problem.values()) {
            boolean passes = problem.status() == 429 || problem.status() > 500;

            assertThat(problem.retryable()).as(problem.name()).isEqualTo(passes);
        }
    }

    @Test
    void shouldUseOnlyStatusesOfErrors() {
        assertThat(Problem.values()).allMatch(problem -> problem.status() >= 400 && problem.status() <= 504);
    }
}
