package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code replay} refuses before it asks the broker, which there is none here. */
class ReplayCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"newest", "0", "-1", "1.5", "12345678901", ""})
    void shouldRefuseWhatIsNoVersion(String version) {
        var run = replay("req-1", "--plan", version);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("--plan must be the number of a version");
    }

    @Test
    void shouldRefuseWhatIsNoId() {
        var run = replay("no/id", "--plan", "current");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("'no/id' is no id of a request");
    }

    private static CommandRun replay(String request, String option, String value) {
        return CommandRun.of(
                "replay",
                request,
                option,
                value,
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--registry",
                "http://127.0.0.1:1");
    }
}
