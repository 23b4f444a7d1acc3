package io.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private Process process;
    private PidFile file;

    @BeforeEach
    void startProcess() throws Exception {
        process = new ProcessBuilder("sleep", "60").start();
        file = PidFile.at(directory.resolve("child.pid"));
    }

    @AfterEach
    void endProcess() {
        process.destroyForcibly();
    }

    @Test
    void shouldStopProcessThatWasWritten() throws Exception {
        file.write(process.toHandle());
        file.stop(TIMEOUT);
        assertThat(process.isAlive()).isFalse();
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void shouldSpareProcessThatGotTheSameIdLater() throws Exception {
        // Given
        var earlier = Instant.now().minusSeconds(3_600);
        Files.writeString(file.path(), process.pid() + "\n" + earlier + "\n");
        // When
        file.stop(TIMEOUT);
        // Then
        assertThat(process.isAlive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "17\nyesterday\n", "many\n2026-01-01T00:00:00Z\n", "\u0000\u0000\n\u0000"})
    void shouldKnowNoProcessWhenFileIsDamaged(String content) throws Exception {
        Files.writeString(file.path(), content);
        assertThat(file.process()).isEmpty();
    }

    @Test
    void shouldKnowNoProcessWhenFileIsNotText() throws Exception {
        Files.write(file.path(), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(file.process()).isEmpty();
    }

    @Test
    void shouldKillProcessThatIgnoresTheRequestToEnd() throws Exception {
        // Given
        var stubborn = new ProcessBuilder("/bin/sh", "-c", "trap '' TERM; echo on; while :; do sleep 1; done").start();
        assertThat(stubborn.inputReader().readLine()).isEqualTo("on");
        file.write(stubborn.toHandle());
        // When
        file.stop(Duration.ofMillis(200));
        // Then
        assertThat(stubborn.onExit()).succeedsWithin(TIMEOUT);
    }

    @Test
    void shouldFindNoProcessWithoutFile() {
        assertThat(file.process()).isEmpty();
    }

    @Test
    void shouldFindNoProcessInHalfWrittenFile() throws Exception {
        Files.writeString(file.path(), Long.toString(process.pid()));
        assertThat(file.process()).isEmpty();
    }
}
