package io.millrace.load.headline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadlineBenchTest {

    @Test
    void shouldSayWhatIsWrongWithAnOption() throws Exception {
        var out = new StringWriter();

        int exit = new HeadlineBench().run(List.of("--seeds", "0"), new PrintWriter(out));

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).contains("--seeds");
    }
}
