package io.millrace.load.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.cancel.CancelPlan.Part;
import io.millrace.tokens.plan.PlanParser;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CancelPlanTest {

    @Test
    void shouldCancelThePartThatTheFirstLineIs() {
        var plan = PlanParser.parse(CancelPlan.SOURCE, Set.of(CancelPlan.POOL), Set.of());

        assertThat(CancelPlan.SUBTREE)
                .isEqualTo("/" + plan.find("part").orElseThrow().id() + ".0/");
    }

    @Test
    void shouldTellThePartsOfItsRun() {
        var parts = CancelPlan.parts(CancelPlan.question("run1", 7)).lines().toList();

        assertThat(parts).hasSize(CancelPlan.PARTS);
        assertThat(CancelPlan.part("run1", parts.get(1))).contains(new Part(7, 1));
        assertThat(CancelPlan.part("run2", parts.get(1))).isEmpty();
    }
}
