package io.millrace.cli.platform;

import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace worker}. */
@Command(name = "worker", description = "Run one worker of a pool against an existing cluster.")
public final class WorkerCommand implements Callable<Integer> {

    @Option(names = "--pool", required = true, paramLabel = "POOL", description = "Its pool, such as chat.")
    private String pool;

    @Mixin
    private PlatformOptions options;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws InterruptedException {
        Preconditions.requireWritable(options.dataDir());
        Logging.toFile(options.dataDir(), "worker-" + pool);
        var parts = new Parts();
        try (parts;
                var stop = StopSignal.closing(parts)) {
            new Platform(options.settingsOfStateless(), parts).startWorker(pool);
            console.out().println("serving " + pool);
            stop.await();
            return ExitCode.OK.code();
        }
    }
}
