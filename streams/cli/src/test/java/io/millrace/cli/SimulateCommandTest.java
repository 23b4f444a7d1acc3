package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What keeps the command from serving; what it serves is tested with the engine. */
class SimulateCommandTest {

    @Test
    void shouldSayWhichProfilesThereAre() {
        var run = CommandRun.of("simulate", "--profile", "abacus");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("abacus", "a100-8b", "h100-7b");
    }

    @Test
    void shouldRefuseAWrongSetting() {
        var run = CommandRun.of("simulate", "--port", "0", "--set", "simulated.search.sigma=-1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("simulated.search.sigma");
    }

    @Test
    void shouldRefuseAPortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var run = CommandRun.of("simulate", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(run.err()).contains("--port");
        }
    }
}
