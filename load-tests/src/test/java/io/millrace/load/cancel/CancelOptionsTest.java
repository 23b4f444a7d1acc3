package io.millrace.load.cancel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancelOptionsTest {

    @Test
    void shouldWriteTheReportOfAFullRunOnly() {
        var full = CancelOptions.parse(List.of());
        var smoke = CancelOptions.parse(List.of("--smoke"));

        assertThat(full.report()).isEqualTo(Path.of("load-tests/reports/cancel.md"));
        assertThat(full.requests()).isEqualTo(400);
        assertThat(smoke.report()).isNull();
        assertThat(smoke.asked()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--requests=3", "--rate=0", "--rate=many", "--warm-up=-1", "--hue=1"})
    void shouldRefuseWhatMakesNoSense(String option) {
        assertThatThrownBy(() -> CancelOptions.parse(List.of(option)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option.split("=")[0]);
    }
}
