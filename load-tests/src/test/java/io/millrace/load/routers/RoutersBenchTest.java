package io.millrace.load.routers;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.headline.routing.Policy;
import io.millrace.load.headline.routing.Routing;
import io.millrace.load.headline.routing.Shipped;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RoutersBenchTest {

    private static final RouterRow TURNS = row(new Shipped("round-robin"), 2);

    @Test
    void shouldSayWhatIsWrongWithAnOption() throws Exception {
        var out = new StringWriter();
        assertThat(new RoutersBench().run(List.of("--seeds", "0"), new PrintWriter(out)))
                .isEqualTo(2);
        assertThat(out.toString()).contains("--seeds");
    }

    @Test
    void shouldLookForTracesWhereDataAre() {
        var options = RoutersOptions.parse(List.of("--azure=/tmp/arrivals.gz"), Path.of("/data"));
        assertThat(options.mooncake()).isEqualTo(Path.of("/data/llm-trace-mooncake/conversation.jsonl.gz"));
        assertThat(options.azure()).isEqualTo(Path.of("/tmp/arrivals.gz"));
        assertThat(options.seeds()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldWriteNoReportOfASmokeRun() {
        assertThat(RoutersOptions.parse(List.of("--smoke"), Path.of("data")).report())
                .isNull();
    }

    @Test
    void shouldHoldTheGainOfTheDefaultPolicyAtItsLimit() {
        assertThat(missed(TURNS, row(new Shipped("cache-aware"), 3.4))).isEmpty();
        assertThat(missed(TURNS, row(new Shipped("cache-aware"), 3.39))).hasSize(1);
        assertThat(missed(TURNS)).as("no such row").hasSize(1);
    }

    @Test
    void shouldHoldEachShippedPolicyAgainstItsTwin() {
        var aware = row(new Shipped("cache-aware"), 4);
        assertThat(missed(TURNS, aware, row(Policy.PREFIX_HASH, 3), row(new Shipped("prefix-hash"), 2.7)))
                .isEmpty();
        assertThat(missed(TURNS, aware, row(Policy.PREFIX_HASH, 3), row(new Shipped("prefix-hash"), 2.69)))
                .singleElement()
                .asString()
                .contains("prefix-hash");
    }

    private static List<String> missed(RouterRow... rows) {
        return RouterLimits.PROMISED.missedBy(List.of(rows));
    }

    private static RouterRow row(Routing policy, double served) {
        return new RouterRow(policy, OptionalDouble.of(served), 0, 1, 0, 0);
    }
}
