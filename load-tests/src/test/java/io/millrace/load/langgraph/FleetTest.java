package io.millrace.load.langgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.headline.Answer;
import io.millrace.load.openloop.LoadPlan;
import io.millrace.load.openloop.SystemUnderLoad;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final LoadPlan PLAN = new LoadPlan(20, 1, 0.1, 0.3);

    @Test
    void shouldRehearseWithQuestionsThatDoNotCountAndAreNotAskedAgain() throws Exception {
        var system = new AtOnce();

        var run = Fleet.QUICK.run(new SystemUnderLoad.Contender("at once", () -> system), PLAN, 1);

        int counted = PLAN.arrivals().size();
        int rehearsed = system.asked.size() - counted;
        assertThat(rehearsed).isPositive();
        assertThat(run.outcomes()).hasSize(counted);
        assertThat(run.processorTime()).isEqualTo(Duration.ofSeconds(counted));
        assertThat(new HashSet<>(system.asked)).hasSameSizeAs(system.asked);
    }

    @Test
    void shouldRunWithoutARehearsal() throws Exception {
        var system = new AtOnce();

        Fleet.QUICK.run(new SystemUnderLoad.Contender("at once", () -> system), PLAN, 0);

        assertThat(system.asked).hasSameSizeAs(PLAN.arrivals());
    }

    /** Answers without the replicas, and says that each answer took a second of processor. */
    private static final class AtOnce implements SystemUnderLoad {

        private final List<Integer> asked = new ArrayList<>();

        @Override
        public void start(URI engine) {}

        @Override
        public void ask(int id, Answer answer, Progress progress) {
            asked.add(id);
            progress.firstVerdict();
            progress.ended();
        }

        @Override
        public Duration processorTime() {
            return Duration.ofSeconds(asked.size());
        }

        @Override
        public void close() {}
    }
}
