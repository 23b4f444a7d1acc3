package io.millrace.queries.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.store.Provenance.Isolation;
import io.millrace.queries.store.ReadOptions.Consistency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadOptionsTest {

    @Test
    void shouldBeStrongForWhoeverAsksForNothing() {
        assertThat(ReadOptions.parse(name -> null)).isEqualTo(ReadOptions.STRONG);
    }

    @Test
    void shouldTellAnotherInstanceTheSame() {
        for (var options : List.of(
                ReadOptions.STRONG,
                new ReadOptions(Consistency.ANY, 0, Positions.NONE, Isolation.COMMITTED),
                new ReadOptions(Consistency.BOUNDED, 12, Positions.parse("t/0/1,t/1/2"), Isolation.UNCOMMITTED),
                new ReadOptions(Consistency.BOUNDED, 0, Positions.NONE, Isolation.UNCOMMITTED))) {
            assertThat(ReadOptions.parse(options.parameters()::get)).isEqualTo(options);
        }
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        for (var query : List.of(
                Map.of("consistency", "eventual"),
                Map.of("consistency", "STRONG"),
                Map.of("consistency", "bounded"),
                Map.of("max-lag", "5"),
                Map.of("consistency", "bounded", "max-lag", "-1"),
                Map.of("consistency", "bounded", "max-lag", "1e3"),
                Map.of("isolation", "none"),
                Map.of("min-position", "t"))) {
            var failure = catchThrowableOfType(ProblemException.class, () -> ReadOptions.parse(query::get));

            assertThat(failure.problem()).as("%s", query).isEqualTo(Problem.INVALID_PARAMETER);
        }
    }
}
