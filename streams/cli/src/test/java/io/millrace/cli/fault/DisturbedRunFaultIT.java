package io.millrace.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Element;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Steady requests with a kill and a rebalance a minute, 1 % of the elements twice and 5 % late, judged by the raw log.
 * Number of minutes: {@code -Dmillrace.minutes=2}.
 */
@ExtendWith(Seeds.class)
class DisturbedRunFaultIT {

    private static final int MINUTES = Integer.getInteger("millrace.minutes", 2);

    @Test
    void shouldLoseNothingAndRepeatNothing(Seed seed) throws Exception {
        Kills.tell("%d minutes, seed %d", MINUTES, seed.value());
        try (var mill = Mill.start(new PacedMill(), seed);
                var log = new RequestLog(mill.platform());
                var quiet = new Quiet(mill.platform().bootstrapServers())) {
            // Given
            var undisturbed = Undisturbed.measure(log, quiet);
            mill.disturbWorkers();
            quiet.awaitQuiet();
            // When
            var asked = new DisturbedRun(mill, log, seed.generator(0)).run(MINUTES);
            mill.awaitStarted();
            quiet.awaitQuiet();
            // Then
            undisturbed.assertSame(asked, log.results());
            assertLog(log, asked);
        }
    }

    private static void assertLog(RequestLog log, Map<String, String> asked) {
        var written = new DisturbedLog(log.written());
        Kills.tell(
                "%d requests, %d elements, %.1f %% twice, %.1f %% overtaken, %d runs superseded",
                asked.size(),
                written.elements().size(),
                100 * written.twice(),
                100 * written.overtaken(),
                written.superseded());
        assertThat(written.twice()).isGreaterThan(0.01);
        assertThat(written.overtaken()).isGreaterThan(0.05);
        assertThat(written.superseded()).isPositive();
        assertThat(DisturbedLog.repeated(log.derived())).isEmpty();
        assertThat(ofThisRound(DisturbedLog.billed(log.bills()), written)).isEqualTo(written.used());
        var answers = written.answers();
        log.results().forEach((id, results) -> {
            if (asked.containsKey(id)) {
                assertThat(results.get(0).getText()).as(id).isEqualTo(answers.get(id));
            }
        });
    }

    private static Map<Long, Tokens> ofThisRound(Map<Long, Tokens> billed, DisturbedLog written) {
        var runs = written.elements().stream().map(Element::getRun).collect(Collectors.toSet());
        billed.keySet().retainAll(runs);
        return billed;
    }
}
