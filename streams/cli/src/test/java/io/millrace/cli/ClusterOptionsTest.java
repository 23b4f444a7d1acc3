package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker is named together with its registry, or neither is. */
class ClusterOptionsTest {

    @TempDir
    private Path dataDir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topics create",
                "schemas register",
                "schemas check",
                "serve",
                "worker --pool chat",
                "up --port 0"
            })
    void shouldRefuseABrokerWithoutItsRegistry(String command) {
        var run = run(command + " --bootstrap-servers 127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err())
                .isEqualTo(
                        "millrace: --bootstrap-servers and --registry go together: registry.url is missing, give both or"
                                + " neither\n");
    }

    @Test
    void shouldNotTakeTheRegistryOfWhatRunsHereForTheGivenOne() {
        try (var neighbour = Neighbour.start()) {
            neighbour.announce(dataDir, "http://127.0.0.1:1");

            var run = run("schemas register --registry http://127.0.0.1:3");

            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
            assertThat(run.err()).contains("bootstrap.servers is missing");
        }
    }

    private CommandRun run(String command) {
        return CommandRun.of((command + " --data-dir " + dataDir).split(" "));
    }
}
