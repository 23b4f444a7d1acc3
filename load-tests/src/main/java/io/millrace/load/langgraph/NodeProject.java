package io.millrace.load.langgraph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The peer's folder.
 *
 * @param directory with {@code package.json} and {@code driver.mjs}
 */
record NodeProject(Path directory) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NODE_MISSING =
            "there is no '%s' on the PATH: LangGraph needs Node.js 20 or later with npm";
    private static final long INSTALL_MINUTES = 10;

    NodeProject {
        directory = directory.toAbsolutePath();
    }

    /**
     * Has npm install what {@code package.json} names where that has not been done.
     *
     * @throws PeerUnavailableException saying what is missing
     */
    void install() throws IOException, InterruptedException {
        if (!Files.exists(directory.resolve("package.json"))) {
            throw new PeerUnavailableException(
                    "there is no package.json in " + directory + ": run this from the project's folder, or set --peer");
        }
        if (Files.isDirectory(directory.resolve("node_modules"))) {
            return;
        }
        var npm = start("npm", List.of("install", "--no-audit", "--no-fund"), Redirect.INHERIT);
        if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroy();
            throw new PeerUnavailableException("'npm install' did not succeed in " + directory);
        }
    }

    /**
     * What runs: Node and the packages that {@code package.json} names, with their versions as installed.
     *
     * @throws PeerUnavailableException saying what is missing
     */
    String versions() throws IOException {
        var node = start("node", List.of("--version"), Redirect.PIPE);
        String version;
        try (var said = node.inputReader()) {
            version = said.lines().collect(Collectors.joining(" "));
        }
        var all = new ArrayList<>(List.of("Node.js " + version));
        var packages = read(directory).path("dependencies").fieldNames();
        while (packages.hasNext()) {
            var name = packages.next();
            var installed = directory.resolve("node_modules").resolve(name);
            all.add(name + " " + read(installed).path("version").asText());
        }
        return String.join(", ", all);
    }

    private static JsonNode read(Path folder) throws IOException {
        return JSON.readTree(Files.readString(folder.resolve("package.json")));
    }

    /** Starts the driver with pipes to its input and from its output. */
    Process drive(URI engine) throws IOException {
        return start("node", List.of("driver.mjs", "--stdin", "--url", engine.toString()), Redirect.PIPE);
    }

    private Process start(String program, List<String> args, Redirect output) throws IOException {
        var command = new ArrayList<>(List.of(program));
        command.addAll(args);
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output)
                .redirectError(Redirect.INHERIT);
        builder.environment().put("NODE_ENV", "production");
        builder.environment().put("LANGSMITH_TRACING", "false");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new PeerUnavailableException(NODE_MISSING.formatted(program), e);
        }
    }
}
