package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.local.LocalPlatform;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace down}. */
@Command(name = "down", description = "Stop the platform that runs on a data directory, and wait until it has ended.")
public final class DownCommand implements Callable<Integer> {

    private static final int TIMEOUT_SECONDS = 60;

    @Mixin
    private DataDirectoryOption data;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws InterruptedException {
        var running = owner();
        if (running.isEmpty()) {
            console.out().println("nothing runs on " + data.directory());
            return ExitCode.OK.code();
        }
        var process = running.get();
        console.out().println("stopping process " + process.pid() + " ...");
        process.destroy();
        try {
            process.onExit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "process " + process.pid() + " has not ended after " + TIMEOUT_SECONDS + " s: read "
                            + data.directory().resolve("logs") + ", or end it with kill -9",
                    e);
        }
        console.out().println("stopped");
        return ExitCode.OK.code();
    }

    /** One that is still starting has not announced itself, but holds the data directory already. */
    private Optional<ProcessHandle> owner() {
        return RunningInstance.find(data.directory())
                .flatMap(RunningInstance::handle)
                .or(() -> LocalPlatform.find(data.directory()).map(LocalPlatform.Running::owner));
    }
}
