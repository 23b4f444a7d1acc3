package io.millrace.load.langgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.LoadPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LangGraphOptionsTest {

    @Test
    void shouldSortRates() {
        assertThat(LangGraphOptions.parse(List.of("--rates", "2, 0.5,2")).rates())
                .containsExactly(0.5, 2.0);
    }

    @Test
    void shouldRunEachRateWithEachSeed() {
        assertThat(LangGraphOptions.parse(List.of("--seeds", "2", "--seconds", "30"))
                        .plans(1))
                .containsExactly(new LoadPlan(1, 1, 60, 30), new LoadPlan(1, 2, 60, 30));
    }

    @Test
    void shouldRunMillraceInModesThatPeersHave() {
        assertThat(LangGraphOptions.parse(List.of()).modes()).containsExactly(Mode.STREAM, Mode.WHOLE);
        assertThat(LangGraphOptions.parse(List.of("--modes", "whole")).modes()).containsExactly(Mode.WHOLE);
        assertThatThrownBy(() -> LangGraphOptions.parse(List.of("--modes", "barrier")))
                .hasMessageContaining("--modes");
    }

    @Test
    void shouldRefuseRatesThatAreNone() {
        assertThatThrownBy(() -> LangGraphOptions.parse(List.of("--rates", "fast")))
                .hasMessageContaining("--rates");
        assertThatThrownBy(() -> LangGraphOptions.parse(List.of("--rates", "0")))
                .hasMessageContaining("--rates");
    }

    @Test
    void shouldSayWhatIsMissingInsteadOfRunning() throws Exception {
        var out = new StringWriter();

        int exit = new LangGraphBench().run(List.of("--peer", "nowhere"), new PrintWriter(out));

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).contains("package.json");
    }
}
