package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.instances.Fleet;
import io.millrace.cli.instances.InstanceFiles;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace scale}. */
@Command(
        name = "scale",
        description = {
            "Change how many instances of the platform run on this machine, while it serves.",
            "Each is a process with a port and state of its own; partitions move to and from it."
        })
public final class ScaleCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Parameters(paramLabel = "N", description = "Instances, the first included: 1 to " + Fleet.MOST + ".")
    private int count;

    @Mixin
    private DataDirectoryOption data;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        if (count < 1 || count > Fleet.MOST) {
            throw new CommandFailure(ExitCode.USAGE, "N is 1 to " + Fleet.MOST + ", was " + count);
        }
        var running = RunningInstance.find(data.directory())
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "nothing runs on " + data.directory() + ": start it with 'millrace up --instances " + count
                                + "'"));
        var files = new InstanceFiles(data.directory());
        files.want(count);
        Fleet.awaitReady(files, count, LIMIT);
        console.out().println("0  " + running.url());
        files.ready().forEach((number, instance) -> console.out().println(number + "  " + instance.url()));
        return ExitCode.OK.code();
    }
}
