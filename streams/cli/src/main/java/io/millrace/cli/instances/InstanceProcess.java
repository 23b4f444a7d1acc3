package io.millrace.cli.instances;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.cli.instances.InstanceFiles.Instance;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** One instance as a process: {@code millrace serve} with a data directory and settings of its own. For one thread. */
final class InstanceProcess {

    private static final int READY = 200;
    private static final int STOP_SECONDS = 30;

    /**
     * Ctrl-C and the closing of a terminal reach every process of its group. An instance ignores both, so that it ends when
     * the platform asks it to.
     */
    private static final List<String> IGNORE_TERMINAL = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private final Process process;
    private final Path log;
    private final URI url;

    private InstanceProcess(Process process, Path log, URI url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /**
     * Starts an instance and does not wait for it.
     *
     * @param directory of its settings, logs and state
     * @param settings all that it has; the environment says nothing more
     * @param url where it will listen
     */
    static InstanceProcess start(Path directory, Map<String, String> settings, URI url) {
        var log = directory.resolve("logs/output.log");
        try {
            Files.createDirectories(log.getParent());
            var file = directory.resolve("instance.properties");
            write(file, settings);
            var builder = new ProcessBuilder(command(directory, file))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
            return new InstanceProcess(builder.start(), log, url);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "no instance could be started in " + directory, e);
        }
    }

    private static List<String> command(Path directory, Path file) {
        var command = new ArrayList<>(IGNORE_TERMINAL);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xms64m");
        command.add("-Xmx" + Objects.requireNonNullElse(System.getenv("MILLRACE_HEAP"), "768m"));
        command.add("-XX:+UseG1GC");
        command.add("-XX:MaxMetaspaceSize=256m");
        command.add("-Dmillrace.home=" + System.getProperty("millrace.home", ""));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.millrace.cli.Millrace", "serve"));
        command.addAll(List.of("--config", file.toString(), "--data-dir", directory.toString()));
        return command;
    }

    /** Readable by its owner alone: settings may hold secrets. */
    private static void write(Path file, Map<String, String> settings) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var properties = new Properties();
        properties.putAll(settings);
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    Instance instance() {
        return new Instance(process.pid(), url);
    }

    Path log() {
        return log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isReady() {
        try {
            return process.isAlive() && Api.of(url).status("/health/ready") == READY;
        } catch (CommandFailure e) {
            // It does not listen yet, or no more.
            return false;
        }
    }

    /** Asks it to end and does not wait. */
    void askToStop() {
        process.destroy();
    }

    /** Waits until it has ended; ends it when it takes too long. */
    void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
