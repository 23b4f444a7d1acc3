package io.millrace.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParsedPlanCheckTest {

    private final PlanCheck check = new ParsedPlanCheck(Set.of("chat"), Set.of("retrieve"));

    @Test
    void shouldTellAllFaultsOfAPlanAtOnceWithTheirPlaces() {
        var refused = catchThrowableOfType(ProblemException.class, () -> check.check("""
                        pipeline: broken
                        stages:
                        - {name: answer, op: llm, engine: nobody, template: '{{question}}'}
                        - {name: passages, op: call, input: answer, service: nothing}
                        - {name: result, op: sink, input: missing}
                        """));

        assertThat(refused.problem()).isEqualTo(Problem.INVALID_PLAN);
        assertThat(refused.faults())
                .extracting(fault -> fault.place())
                .contains("stages[0].engine", "stages[1].service", "stages[2].input");
    }

    @Test
    void shouldKnowPlansThatItAcceptsByTheirDigest() {
        var plan = "{pipeline: fine, stages: [{name: answer, op: llm, engine: chat, template: '{{question}}'},"
                + " {name: result, op: sink, input: answer}]}";

        var checked = check.check(plan);

        assertThat(checked.name()).isEqualTo("fine");
        assertThat(checked.digest())
                .isEqualTo(check.check(checked.canonicalJson()).digest());
    }
}
