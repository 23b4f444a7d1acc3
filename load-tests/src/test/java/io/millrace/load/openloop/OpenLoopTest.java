package io.millrace.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.headline.Answer;
import io.millrace.load.headline.Arrival;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final Answer ANSWER = new Answer(15, 1, 1);

    /** 50 requests in 0.1 s. */
    private static final List<Arrival> ARRIVALS =
            IntStream.range(0, 50).mapToObj(i -> new Arrival(i * 0.002, ANSWER)).toList();

    @Test
    void shouldAskWhenDueThoughNothingIsAnswered() throws Exception {
        var system = new Scripted() {
            private final List<Progress> open = new ArrayList<>();

            @Override
            public void ask(int id, Answer answer, Progress progress) {
                open.add(progress);
                if (open.size() == ARRIVALS.size()) {
                    open.forEach(Progress::firstVerdict);
                    open.forEach(Progress::ended);
                }
            }
        };

        var outcomes = new OpenLoop(Duration.ofSeconds(10)).run(ARRIVALS, system);

        assertThat(outcomes).hasSize(50).allSatisfy(outcome -> {
            assertThat(outcome.failure()).isNull();
            assertThat(outcome.latency()).isGreaterThanOrEqualTo(outcome.firstVerdict());
            // All end when the last one is due, and count from when they were due themselves.
            assertThat(outcome.latency() + outcome.at()).isGreaterThanOrEqualTo(0.098);
        });
    }

    @Test
    void shouldSayWhatDidNotEnd() throws Exception {
        var system = new Scripted() {
            @Override
            public void ask(int id, Answer answer, Progress progress) {
                if (id == 0) {
                    progress.failed("broken");
                } else if (id > 1) {
                    progress.ended();
                }
            }
        };

        var outcomes = new OpenLoop(Duration.ofMillis(1)).run(ARRIVALS, system);

        assertThat(outcomes.get(0).failure()).isEqualTo("broken");
        assertThat(outcomes.get(1).failure()).isEqualTo("did not end");
        assertThat(outcomes.subList(2, 50))
                .allSatisfy(outcome -> assertThat(outcome.failure()).isNull());
    }

    private abstract static class Scripted implements SystemUnderLoad {

        @Override
        public void start(URI engine) {}

        @Override
        public Duration processorTime() {
            return Duration.ZERO;
        }

        @Override
        public void close() {}
    }
}
