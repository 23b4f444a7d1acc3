package io.millrace.load.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.orchestration.Drain.DrainFigures;
import io.millrace.load.orchestration.Drain.Micros;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrchestrationReportTest {

    private static final OrchestrationFigures FIGURES = new OrchestrationFigures(
            BenchPipeline.SENTENCES,
            8,
            new DrainFigures(20_000, new Micros(30, 6, 4)),
            new DrainFigures(50_000, new Micros(12, 3, 5)),
            1.5);

    @Test
    void shouldSetAllProcessorTimeAgainstTokens() {
        assertThat(FIGURES.tokensPerSecond()).isEqualTo(160_000);
        assertThat(FIGURES.share()).isEqualTo(0.4);
        // 40 us for 8 tokens.
        assertThat(FIGURES.millisPer1000Tokens()).isEqualTo(5);
        assertThat(new Micros(70, 7, 6).since(new Micros(10, 1, 2), 2)).isEqualTo(new Micros(30, 3, 2));
    }

    @Test
    void shouldJudgeRateAndShare() {
        assertThat(new OrchestrationLimits(20_000, 0.4).heldBy(FIGURES)).isTrue();
        assertThat(new OrchestrationLimits(20_001, 0.4).heldBy(FIGURES)).isFalse();
        assertThat(new OrchestrationLimits(0, 0.41).heldBy(FIGURES)).isFalse();
    }

    @Test
    void shouldShowWhatTakesTheRest() {
        var report = new OrchestrationReport(
                        "millrace bench orchestration",
                        LocalDate.EPOCH,
                        OrchestrationOptions.parse(List.of()),
                        List.of(FIGURES),
                        OrchestrationLimits.of(false))
                .toMarkdown();

        assertThat(report)
                .contains("| sentences | 8 | **20,000** | 160,000 | 50,000 | **0.40** | 5.00 | 1.5 |")
                .contains("| sentences | 8 | 30.0, 12.0 | 6.0, 3.0 | 4.0, 5.0 | 40.0, 20.0 |")
                .contains("**not kept**");
    }
}
