package io.millrace.load.headline.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.Runs;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealReportTest {

    private static final RealLimits LIMITS = RealLimits.of(false);

    /** Stream leaves 4 s half way from 4 to 6, whole half way from 1 to 2. */
    @Test
    void shouldTellCapacitiesAndTheirRatio() {
        var report = report(promised());

        assertThat(report)
                .contains("- stream: 5.00 [5.00, 5.00]")
                .contains("- whole: 1.50 [1.50, 1.50]")
                .contains("Stream serves **3.33 [3.33, 3.33]** times what whole serves")
                .contains("| whole | 1.00 | 1.20 [1.20, 1.20] | 1.20 | 1.20 |")
                .contains("| stream | 4.00 | 1 | 2400 | 0 | 3.50 (3.50) | +0.0 % |")
                .contains("| stream | 4.00 | 0.10 | 0.20 | 0.30 | 0.40 | 0.60 | 0.50 |");
    }

    @Test
    void shouldMissRatiosThatAreTooSmall() {
        assertThat(LIMITS.missedBy(promised()))
                .anySatisfy(
                        missed -> assertThat(missed).contains("at 1.00/s the 99th percentile of whole is 1.20 times"))
                .anySatisfy(missed -> assertThat(missed).contains("first verdict of whole is 1.20 times"))
                .hasSize(2);
    }

    @Test
    void shouldMissABaselineThatIsTooSlowOnlyWhereItKeepsUp() {
        var found = new RealFindings();
        found.add(run(Mode.WHOLE, 1, 3.6, 3.3));
        found.add(run(Mode.WHOLE, 9, 8, 6));

        assertThat(LIMITS.missedBy(found))
                .singleElement()
                .asString()
                .contains("at 1.00/s whole stages differ by +9.1 %");
    }

    @Test
    void shouldMissACapacityThatIsTooSmall() {
        var found = new RealFindings();
        found.add(run(Mode.STREAM, 4, 3, 3));
        found.add(run(Mode.STREAM, 5, 5, 5));

        assertThat(LIMITS.missedBy(found)).containsExactly("stream serves 4.50 requests a second");
    }

    private static RealFindings promised() {
        var found = new RealFindings();
        found.add(run(Mode.STREAM, 1, 3, 3));
        found.add(run(Mode.STREAM, 4, 3.5, 3.5));
        found.add(run(Mode.STREAM, 6, 4.5, 4.5));
        found.add(run(Mode.WHOLE, 1, 3.6, 3.6));
        found.add(run(Mode.WHOLE, 2, 4.4, 4.4));
        return found;
    }

    private static RealRun run(Mode mode, double rate, double real, double virtual) {
        var used = new Processors(Map.of(
                "front door", 0.1,
                "topology", 0.2,
                "workers", 0.3,
                "simulated engine", 0.4,
                "Kafka clients", 0.6,
                "broker", 0.5));
        return new RealRun(
                mode, Runs.steady(rate, real), new VirtualRun(virtual, virtual, virtual, virtual / 2, rate), used);
    }

    private static String report(RealFindings found) {
        var options = RealOptions.parse(List.of("--real"));
        return new RealReport("millrace bench headline --real", LocalDate.of(2026, 11, 23), options, found, List.of())
                .toMarkdown();
    }
}
