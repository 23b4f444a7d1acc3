package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {

    @TempDir
    private Path dataDir;

    private final StubServer server = new StubServer();
    private final Neighbour neighbour = Neighbour.start();

    @AfterEach
    void closeAll() {
        server.close();
        neighbour.close();
    }

    @Test
    void shouldTellScriptsThatTheServerIsNotReady() {
        server.answers("GET /health/ready", 503, "application/json", "{}")
                .answers("GET /version", "{\"version\": \"1\"}");

        var run = CommandRun.of("status", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(run.out()).contains("not ready");
    }

    @Test
    void shouldAskTheServerThatRunsOnTheDataDirectory() {
        ready(server);
        neighbour.announce(dataDir, server.url());

        var run = CommandRun.of("status", "--data-dir", dataDir.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(server.url() + " ready")
                .contains("process    " + neighbour.process().pid());
    }

    @Test
    void shouldNotMixAnotherServerWithWhatRunsOnTheDataDirectory() {
        ready(server);
        neighbour.announce(dataDir, "http://127.0.0.1:1");

        var run = CommandRun.of("status", "--url", server.url(), "--data-dir", dataDir.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain("process");
    }

    @Test
    void shouldSayThatNothingRunsOnTheDataDirectory() {
        var run = CommandRun.of("status", "--data-dir", dataDir.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(run.err()).contains("no platform runs on " + dataDir);
    }

    private static void ready(StubServer server) {
        server.answers("GET /health/ready", "{}").answers("GET /version", "{\"version\": \"1\"}");
    }
}
