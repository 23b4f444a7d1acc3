package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.platform.RunningInstance;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningInstanceTest {

    private static final String URL = "http://127.0.0.1:1";

    @TempDir
    private Path dataDir;

    private final Neighbour neighbour = Neighbour.start();

    @AfterEach
    void endNeighbour() {
        neighbour.close();
    }

    @Test
    void shouldFindWhatAnotherProcessAnnounced() {
        var announced = neighbour.announce(dataDir, URL);

        assertThat(RunningInstance.find(dataDir)).contains(announced);
    }

    @Test
    void shouldIgnoreAProcessThatHasEnded() throws InterruptedException {
        neighbour.announce(dataDir, URL);
        neighbour.close();
        neighbour.process().waitFor();

        assertThat(RunningInstance.find(dataDir)).isEmpty();
    }

    @Test
    void shouldNotStopALaterProcessWithTheSameId() {
        var pid = neighbour.process().pid();
        new RunningInstance(pid, Instant.EPOCH, URI.create(URL), "b:1", "http://r").announce(dataDir);

        var run = CommandRun.of("down", "--data-dir", dataDir.toString());

        assertThat(run.out()).contains("nothing runs on");
        assertThat(neighbour.process().isAlive()).isTrue();
    }

    @Test
    void shouldNotTakeItselfForAnother() {
        RunningInstance.of(ProcessHandle.current(), URI.create(URL), "b:1", "http://r")
                .announce(dataDir);

        assertThat(RunningInstance.find(dataDir)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "process=",
                "process=\\u12",
                "process=many\nstarted=1970-01-01T00:00:00Z\nurl=http://h\nbootstrap.servers=b\nregistry.url=r",
                "process=1\nstarted=yesterday\nurl=http://h\nbootstrap.servers=b\nregistry.url=r"
            })
    void shouldTakeADamagedFileForNone(String content) throws IOException {
        Files.createDirectories(dataDir.resolve("run"));
        Files.writeString(dataDir.resolve("run/platform.properties"), content);

        assertThat(RunningInstance.find(dataDir)).isEmpty();
    }
}
