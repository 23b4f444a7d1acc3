package io.millrace.local;

import io.millrace.local.LocalPlatformException.ChildFailed;
import io.millrace.local.LocalPlatformException.NotBuilt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A server of the platform as a child process. Safe for use by several threads; start and stop exclude each other. */
abstract sealed class ChildProcess permits Broker, RegistryProcess {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    /** 128 + SIGTERM: the JVM has run all that it does at its end. */
    private static final int ENDED_WHEN_ASKED = 143;

    /**
     * Ctrl-C and the closing of a terminal reach every process of its group. A child ignores both, so that it ends when
     * its owner asks it to, after the owner has closed what still uses it.
     */
    private static final List<String> IGNORE_TERMINAL = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    /**
     * What is started and where its traces go.
     *
     * @param name one word: name of the log and of the file with the process id
     * @param jar its manifest names the main class and the libraries beside it
     * @param jvmOptions between {@code java} and the jar
     * @param arguments of the program
     * @param workingDirectory of the process
     * @param environment added to that of this process
     */
    record Launch(
            String name,
            Path jar,
            List<String> jvmOptions,
            List<String> arguments,
            Path workingDirectory,
            Map<String, String> environment) {

        /** @throws NotBuilt when no build has made the jar */
        Launch {
            if (!Files.exists(jar)) {
                throw new NotBuilt(jar);
            }
        }
    }

    private final Launch launch;
    private final DataDirectory directory;
    private final Duration stopTimeout;
    private final ClassArchive classes;
    private @Nullable Process process;

    ChildProcess(Launch launch, DataDirectory directory, Duration stopTimeout) {
        this.launch = launch;
        this.directory = directory;
        this.stopTimeout = stopTimeout;
        this.classes = ClassArchive.of(launch.jar());
    }

    /** Whether it answers requests. Called only while the process lives. */
    abstract boolean answers();

    /** Starts the process, at once and without waiting until it is ready; nothing happens when it runs. */
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        var builder = new ProcessBuilder(command())
                .directory(launch.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(launch.environment());
        try {
            var started = builder.start();
            process = started;
            pidFile().write(started.toHandle());
        } catch (IOException e) {
            throw new ChildFailed(launch.name(), "could not be started (" + e.getMessage() + ")", log(), e);
        }
    }

    /**
     * Waits until the process answers requests.
     *
     * @throws ChildFailed when it ends before or the time is over
     */
    public void awaitReady(Duration timeout) {
        var end = System.nanoTime() + timeout.toNanos();
        while (!check(this::answers)) {
            if (System.nanoTime() - end > 0) {
                throw new ChildFailed(
                        launch.name(), "did not answer within " + timeout.toSeconds() + " s", log(), null);
            }
            waitFor(POLL_INTERVAL);
        }
    }

    /** Asks the process to end and does not wait; {@link #stop} does. */
    synchronized void askToStop() {
        var current = process;
        if (current != null) {
            current.destroy();
        }
    }

    /** Asks the process to end, waits, and kills it when the time to stop is over. */
    public synchronized void stop() {
        var current = process;
        if (current != null) {
            PidFile.end(current.toHandle(), stopTimeout);
            if (current.onExit().join().exitValue() == ENDED_WHEN_ASKED) {
                classes.keep();
            }
            forget();
        }
    }

    /** Ends the process as a power cut would (SIGKILL) and waits until it is gone. */
    public synchronized void kill() {
        var current = process;
        if (current != null) {
            current.destroyForcibly();
            current.onExit().join();
            forget();
        }
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Process id, also of a process that has ended. */
    public synchronized long pid() {
        var current = process;
        if (current == null) {
            throw new IllegalStateException(launch.name() + " was not started");
        }
        return current.pid();
    }

    /** Output of the process; each start appends. */
    public Path log() {
        return directory.log(launch.name());
    }

    /** Resident memory in bytes; empty where the system does not show it or the process has ended. */
    public OptionalLong residentBytes() {
        return ResidentMemory.ofProcess(pid());
    }

    PidFile pidFile() {
        return PidFile.at(directory.pid(launch.name()));
    }

    private List<String> command() {
        var command = new ArrayList<>(IGNORE_TERMINAL);
        command.add(java());
        command.addAll(launch.jvmOptions());
        command.addAll(classes.options());
        command.addAll(List.of("-jar", launch.jar().toString()));
        command.addAll(launch.arguments());
        return command;
    }

    private void forget() {
        classes.discard();
        pidFile().delete();
    }

    private boolean check(BooleanSupplier condition) {
        synchronized (this) {
            var current = process;
            if (current == null || !current.isAlive()) {
                var status = current == null ? "was not started" : "ended with status " + current.exitValue();
                throw new ChildFailed(launch.name(), status, log(), null);
            }
        }
        return condition.getAsBoolean();
    }

    private void waitFor(Duration time) {
        Process current;
        synchronized (this) {
            current = process;
        }
        try {
            if (current != null) {
                current.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildFailed(launch.name(), "was waited for by a thread that was interrupted", log(), e);
        }
    }

    /** The {@code java} of this process. */
    static String java() {
        var home = Path.of(System.getProperty("java.home"));
        var java = home.resolve("bin").resolve("java");
        return Files.isExecutable(java) ? java.toString() : "java";
    }
}
