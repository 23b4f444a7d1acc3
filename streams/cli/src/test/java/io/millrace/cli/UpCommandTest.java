package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} refuses before it starts anything. */
class UpCommandTest {

    @TempDir
    private Path directory;

    private Path docs;

    @BeforeEach
    void writeDocument() throws IOException {
        docs = Files.createDirectory(directory.resolve("docs"));
        Files.writeString(docs.resolve("a.txt"), "A fact.");
    }

    @Test
    void shouldSayWhatToDoWhenThePortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var run = up("--port", Integer.toString(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(run.err()).contains(taken.getLocalPort() + " is taken").contains("--port");
        }
    }

    @Test
    void shouldSayThatOneRunsAlready() {
        var dataDir = directory.resolve("data");
        try (var neighbour = Neighbour.start()) {
            neighbour.announce(dataDir, "http://127.0.0.1:1");

            var run = up("--port", "0");

            assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(run.err())
                    .contains("Millrace runs already in " + dataDir)
                    .contains("millrace down --data-dir " + dataDir);
        }
    }

    @Test
    void shouldNotTouchWhatAnotherIsStarting() throws IOException {
        var data = directory.resolve("data");
        var self = ProcessHandle.current();
        var start = self.info().startInstant().orElse(Instant.EPOCH);
        Files.createDirectories(data.resolve("run"));
        Files.writeString(data.resolve("run/owner.lock"), self.pid() + "\n" + start + "\n");
        Files.writeString(
                data.resolve("run/installation.properties"),
                "cluster.id=c\nbroker.port=1\ncontroller.port=2\nregistry.port=3\n");

        var run = up("--port", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run.err()).contains("Millrace runs already in " + data);
        assertThat(data.resolve("index")).doesNotExist();
    }

    @Test
    void shouldRefuseADataDirectoryThatIsAFile() throws IOException {
        Files.createFile(directory.resolve("data"));

        var run = up("--port", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("cannot be made").contains("--data-dir");
    }

    @Test
    void shouldRefuseDocumentsThatAreNotThere() {
        var run = CommandRun.of(
                "up", "--port", "0", "--data-dir", directory.resolve("data").toString(), "--docs", "nowhere");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("no documents at nowhere");
    }

    @Test
    void shouldRefuseAnEmptyDirectoryOfDocuments() throws IOException {
        Files.delete(docs.resolve("a.txt"));

        var run = up("--port", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("is empty");
    }

    @Test
    void shouldReportAllWrongSettingsAtOnce() throws IOException {
        var config = Files.writeString(directory.resolve("p"), "server.port=x\nserver.threads=1\n");

        var run = up("--config", config.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("server.port").contains("server.threads");
    }

    @Test
    void shouldReportWrongSettingsOfAllPartsBeforeTheBrokerStarts() throws IOException {
        var config = Files.writeString(directory.resolve("p"), """
                server.port=x
                close.timeout.ms=x
                tokens.commit.interval.ms=x
                documents.max.bytes=x
                pool.chat.lanes=x
                worker.flush.tokens=x
                index.max.file.bytes=x
                local.answer.sentences=x
                retrieve.k=x
                quota.requests=x
                quota.acme.tokens.per.minute=x
                """);

        var run = up("--config", config.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err())
                .contains("server.port", "close.timeout.ms", "tokens.commit.interval.ms", "documents.max.bytes")
                .contains("pool.chat.lanes", "worker.flush.tokens", "index.max.file.bytes")
                .contains("local.answer.sentences", "retrieve.k")
                .contains("quota.requests", "quota.acme.tokens.per.minute")
                .containsOnlyOnce("worker.flush.tokens");
        assertThat(directory.resolve("data/run")).doesNotExist();
    }

    @Test
    void shouldNotStartTheBrokerWithSettingsThatContradictEachOther() throws IOException {
        var config = Files.writeString(directory.resolve("p"), "outage.pause.ms=2\noutage.pause.max.ms=1\n");

        var run = up("--config", config.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("outage.pause.max.ms");
        assertThat(directory.resolve("data/run")).doesNotExist();
    }

    @Test
    void shouldNotStartTheBrokerForAnEngineWithoutAnAddress() {
        var run = up("--engine-url", "nonsense");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("engine.url", "http://host:port", "nonsense");
        assertThat(directory.resolve("data/run")).doesNotExist();
    }

    @Test
    void shouldNotAskAndNotAskAtOnce() {
        var run = up("--ask", "q", "--no-ask");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldFindNothingToStop() {
        var run = CommandRun.of("down", "--data-dir", directory.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("nothing runs on");
    }

    private CommandRun up(String... arguments) {
        var all = new String[arguments.length + 5];
        all[0] = "up";
        all[1] = "--data-dir";
        all[2] = directory.resolve("data").toString();
        all[3] = "--docs";
        all[4] = docs.toString();
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return CommandRun.of(all);
    }
}
