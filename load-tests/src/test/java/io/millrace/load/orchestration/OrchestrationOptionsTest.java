package io.millrace.load.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrchestrationOptionsTest {

    @Test
    void shouldMeasureBothPipelinesByDefault() {
        var options = OrchestrationOptions.parse(List.of());

        assertThat(options.pipelines()).containsExactly(BenchPipeline.ANSWER, BenchPipeline.SENTENCES);
        assertThat(options.batches()).containsExactly(8, 2, 1);
        assertThat(options.warmUp()).isEqualTo(400_000);
        assertThat(options.report()).isEqualTo(Path.of("load-tests/reports/orchestration.md"));
    }

    @Test
    void shouldWriteNoReportOfASmokeRun() {
        var options = OrchestrationOptions.parse(List.of("--smoke"));

        assertThat(options.report()).isNull();
        assertThat(options.warmUp()).isZero();
        assertThat(options.pipelines()).containsExactly(BenchPipeline.ANSWER);
    }

    @ParameterizedTest
    @CsvSource({
        "--pipelines, stories, answer and sentences",
        "--batches, 0, between 1",
        "--batches, 1001, between 1 and 1000",
        "--elements, 100, twice",
        "--warm-up, 100, twice",
        "--warm-up, -1, between 0"
    })
    void shouldSayWhatMakesNoSense(String option, String value, String reason) {
        assertThatThrownBy(() -> OrchestrationOptions.parse(List.of(option, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(reason);
    }
}
