package io.millrace.load.headline.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.LoadPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealOptionsTest {

    @Test
    void shouldRunEachRateWithEachSeed() {
        var options = RealOptions.parse(List.of("--real", "--rates", "2,0.5,2", "--seeds", "2", "--seconds", "30"));

        assertThat(options.rates()).containsExactly(0.5, 2.0);
        assertThat(options.plans(2)).containsExactly(new LoadPlan(2, 1, 60, 30), new LoadPlan(2, 2, 60, 30));
    }

    @Test
    void shouldTakeModesInTheirOrder() {
        assertThat(RealOptions.parse(List.of("--modes", "whole, stream")).modes())
                .containsExactly(Mode.WHOLE, Mode.STREAM);
    }

    @Test
    void shouldRefuseWhatIsNone() {
        assertThatThrownBy(() -> RealOptions.parse(List.of("--modes", "fast"))).hasMessageContaining("--modes");
        assertThatThrownBy(() -> RealOptions.parse(List.of("--rates", "0"))).hasMessageContaining("--rates");
        assertThatThrownBy(() -> RealOptions.parse(List.of("--seconds", "0"))).hasMessageContaining("--seconds");
    }

    @Test
    void shouldSayWhatIsWrongInsteadOfRunning() throws Exception {
        var out = new StringWriter();

        int exit = new HeadlineForms().run(List.of("--real", "--rates", "fast"), new PrintWriter(out, true));

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).contains("--rates");
    }
}
