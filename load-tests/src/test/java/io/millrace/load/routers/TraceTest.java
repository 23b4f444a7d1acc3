package io.millrace.load.routers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.engines.simulated.EngineProfile;
import io.millrace.engines.simulated.EngineProfile.Batch;
import io.millrace.load.headline.Experiment.Fleet;
import io.millrace.load.headline.routing.Policy;
import io.millrace.load.headline.routing.Shipped;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {

    private static final String TWO_CALLS = """
            {"timestamp": 1000, "input_length": 1025, "output_length": 5, "hash_ids": [7, 8, 9]}
            {"timestamp": 3000, "input_length": 1100, "output_length": 0, "hash_ids": [7, 8, 10]}
            """;

    /** Milliseconds of an iteration whatever is in it, 512 tokens at most. */
    private static final EngineProfile STEADY =
            new EngineProfile("steady", 10, 0, 0, 0, 0, 1, new Batch(32, 512, 100_000));

    @TempDir
    Path directory;

    @Test
    void shouldReadPromptsThatShareTheirBeginning() throws Exception {
        var calls = Trace.mooncake(file(TWO_CALLS)).calls();

        assertThat(calls).extracting(TracedCall::at).containsExactly(0.0, 2.0);
        assertThat(calls).extracting(TracedCall::length).containsExactly(5, 1);
        var first = calls.get(0).prompt();
        var second = calls.get(1).prompt();
        assertThat(first.blocks().size()).isEqualTo(64);
        assertThat(second.blocks().size()).isEqualTo(68);
        assertThat(Trace.mooncake(file(TWO_CALLS)).reusable()).isEqualTo(1024 / (1025.0 + 1100));
        assertThat(IntStream.range(0, 64))
                .allMatch(i -> first.blocks().get(i) == second.blocks().get(i));
    }

    @Test
    void shouldSayWhichLineIsNoCall() {
        assertThatThrownBy(() -> Trace.mooncake(file("{\"timestamp\": 1, \"input_length\": 5}\n")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadArrivalsToTheMicrosecond() throws Exception {
        var arrivals = Trace.azureArrivals(file("""
                TIMESTAMP,ContextTokens,GeneratedTokens
                2023-11-16 18:15:46.6805900,374,44
                2023-11-16 18:15:50.9951690,396,109
                """));
        assertThat(arrivals).hasSize(2);
        assertThat(arrivals[1]).isCloseTo(4.314579, within(1e-9));
    }

    @Test
    void shouldScaleTheTimesBetweenCalls() throws Exception {
        // Given two calls that meet when they come within 30 ms: each is read in three iterations of 10 ms
        var trace = Trace.mooncake(file(TWO_CALLS));
        var fleet = new Fleet(1, STEADY, Policy.ROUND_ROBIN);
        // Then the second has 4 blocks that are not cached, so one iteration, unless it has to wait
        assertThat(TraceRun.of(trace, fleet, 1).p99()).isCloseTo(0.01, within(1e-9));
        assertThat(TraceRun.of(trace, fleet, 200).p99()).isCloseTo(0.02 + 0.01, within(0.011));
    }

    @Test
    void shouldFindWhatIsCachedOnlyWhereItIsCached() throws Exception {
        // Given three conversations of 1,024 tokens on two replicas, each asked ten times
        var lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append(
                    "{\"timestamp\": %d, \"input_length\": 1025, \"output_length\": 2, \"hash_ids\": [%d, %d, %d]}%n"
                            .formatted(i * 1000, i % 3, 10 + i % 3, 100 + i));
        }
        var trace = Trace.mooncake(file(lines.toString()));
        // Then a router that knows reads each once, and one that does not reads each on both
        assertThat(hitRate(trace, "cache-aware")).isCloseTo(27 / 30.0, within(1e-9));
        assertThat(hitRate(trace, "round-robin")).isCloseTo(24 / 30.0, within(1e-9));
    }

    private static double hitRate(Trace trace, String policy) {
        return TraceRun.of(trace, new Fleet(2, STEADY, new Shipped(policy)), 1).hitRate();
    }

    private Path file(String lines) throws IOException {
        var file = Files.createTempFile(directory, "trace", ".gz");
        try (var out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write(lines);
        }
        return file;
    }
}
