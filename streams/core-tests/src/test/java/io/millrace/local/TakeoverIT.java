package io.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.LocalSettings.BrokerLimits;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakeoverIT {

    private final LocalSettings settings =
            LocalSettings.in(Path.of("target", "takeover-it")).withBroker(BrokerLimits.SHORT_LIVED);

    @Test
    void shouldStopChildrenThatKilledOwnerLeftBehind() throws Exception {
        // Given
        LocalPlatform.erase(settings);
        var owner = new ProcessBuilder(
                        ChildProcess.java(),
                        "-Xmx128m",
                        "-Dmillrace.home=" + settings.home(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlatformOwner.class.getName(),
                        settings.dataDir().toString())
                .redirectErrorStream(true)
                .start();
        List<Long> children;
        try {
            children = awaitChildren(owner);
        } finally {
            owner.destroyForcibly();
            owner.onExit().join();
        }
        assertThat(children).allMatch(TakeoverIT::isAlive);
        // When
        try (var platform = LocalPlatform.start(settings)) {
            // Then
            assertThat(children).noneMatch(TakeoverIT::isAlive);
            assertThat(platform.broker().isAlive()).isTrue();
        }
    }

    private static List<Long> awaitChildren(Process owner) throws Exception {
        var reader = new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
        var printed = new StringBuilder();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(PlatformOwner.READY)) {
                return Arrays.stream(line.substring(PlatformOwner.READY.length())
                                .trim()
                                .split(" "))
                        .map(Long::valueOf)
                        .toList();
            }
            printed.append(line).append('\n');
        }
        throw new AssertionError("the owner ended before its platform was ready:\n" + printed);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
