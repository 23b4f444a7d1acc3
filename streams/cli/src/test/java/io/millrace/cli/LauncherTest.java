package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code millrace} in a checkout that holds nothing else. */
class LauncherTest {

    private static final Duration WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    private Path err;

    @BeforeEach
    void copyScript() throws IOException {
        var script = Path.of(System.getProperty("millrace.home"), "millrace");
        Files.copy(script, home.resolve("millrace"));
        Files.createDirectory(home.resolve(".millrace"));
        err = home.resolve("err");
    }

    @Test
    void shouldSayThatItWaitsForAnotherBuild() throws Exception {
        assumeTrue(systemHasFlock());
        var otherBuild = new ProcessBuilder(
                        "flock", home.resolve(".millrace/build.lock").toString(), "sh", "-c", "echo begun; cat")
                .start();
        try (var said = otherBuild.inputReader()) {
            assertThat(said.readLine()).isEqualTo("begun");

            var launcher = new ProcessBuilder("sh", home.resolve("millrace").toString(), "version")
                    .redirectError(err.toFile())
                    .start();

            try {
                await().atMost(WITHIN)
                        .untilAsserted(() -> assertThat(err).content().contains("another build is running, waiting\n"));
            } finally {
                launcher.descendants().forEach(ProcessHandle::destroy);
                launcher.destroy();
                launcher.waitFor();
            }
        } finally {
            otherBuild.outputWriter().close();
            otherBuild.waitFor();
        }
    }

    private static boolean systemHasFlock() throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v flock").start().waitFor() == 0;
    }
}
