package io.millrace.load.langgraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs the modules of the peer that need no packages. */
final class Node {

    private static final Path PEER = Path.of("peers/langgraph");

    private Node() {}

    /** Skips the tests of a machine without Node. */
    static void assumeInstalled() {
        assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node"))))
                .isTrue();
    }

    /** What the script says, which may import what the peer's folder has. */
    static String run(String script) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of("node", "--input-type=module", "--eval", script))
                .directory(PEER.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said.strip();
    }
}
