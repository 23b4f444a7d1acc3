package io.millrace.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A main class of the test class path in a JVM of its own, to be killed by fault tests. Its output goes to a file under
 * {@code target/child-jvms/}. Closing it kills it; so does the end of this JVM.
 */
public final class ChildJvm implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Path DIRECTORY = Path.of("target", "child-jvms");
    private static final int SHOWN_LINES = 40;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread atExit;

    private ChildJvm(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly, "kill-" + name);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * What to start.
     *
     * @param name of the log file; a log of that name is replaced
     * @param main class with a {@code main} method
     * @param jvmOptions such as {@code -Xmx256m} or {@code -Dkey=value}
     * @param arguments of the main method
     */
    public record Launch(String name, Class<?> main, List<String> jvmOptions, List<String> arguments) {

        public Launch(String name, Class<?> main, List<String> arguments) {
            this(name, main, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments);
        }
    }

    /** Starts the process and returns at once. */
    public static ChildJvm start(Launch launch) {
        var log = DIRECTORY.resolve(launch.name() + ".log");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.jvmOptions());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), launch.main().getName()));
        command.addAll(launch.arguments());
        try {
            Files.createDirectories(DIRECTORY);
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ChildJvm(launch.name(), process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process has printed {@code text}. */
    public void awaitOutput(String text, Duration timeout) {
        var end = System.nanoTime() + timeout.toNanos();
        while (!output().contains(text)) {
            if (!process.isAlive() && !output().contains(text)) {
                throw new AssertionError("%s ended with status %d before it printed '%s':%n%s"
                        .formatted(name, process.exitValue(), text, tail()));
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "%s did not print '%s' within %d ms:%n%s".formatted(name, text, timeout.toMillis(), tail()));
            }
            waitFor(POLL);
        }
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /**
     * SIGTERM; returns the exit status.
     *
     * @throws AssertionError when the process has not ended in time; it is killed then
     */
    public int terminate(Duration timeout) {
        process.destroy();
        if (!waitFor(timeout)) {
            kill();
            throw new AssertionError(name + " did not end within " + timeout.toMillis() + " ms:\n" + tail());
        }
        return process.exitValue();
    }

    /** SIGSTOP: the process stays but does nothing, as after a long pause or a broken network. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT: ends {@link #pause}. */
    public void resume() {
        signal("CONT");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** All that the process has printed. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public File logFile() {
        return log.toFile();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void signal(String signal) {
        try {
            var status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("SIG" + signal + " did not reach " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal, e);
        }
    }

    private boolean waitFor(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    private String tail() {
        var lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
