package io.millrace.cli.platform;

import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace serve}. */
@Command(
        name = "serve",
        description = {
            "Run the topology and the server against an existing cluster; workers run on their own.",
            "Topics and schemas must exist: see 'millrace topics create' and 'millrace schemas register'."
        })
public final class ServeCommand implements Callable<Integer> {

    @Mixin
    private PlatformOptions options;

    @Mixin
    private Console console;

    @Override
    public Integer call() throws Exception {
        Preconditions.requireWritable(options.dataDir());
        Logging.toFile(options.dataDir(), "serve");
        var parts = new Parts();
        try (parts;
                var stop = StopSignal.closing(parts)) {
            var platform = new Platform(options.settingsOfRunning(), parts);
            var url = platform.startServer(platform.startTokens());
            platform.awaitReady(Api.of(url));
            console.out().println("ready at " + url);
            stop.await();
            return ExitCode.OK.code();
        }
    }
}
