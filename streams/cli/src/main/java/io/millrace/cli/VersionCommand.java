package io.millrace.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace version}. */
@Command(name = "version", description = "Show the version of this command line.")
public final class VersionCommand implements Callable<Integer> {

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        console.out().println(new BuildVersion().getVersion()[0]);
        return ExitCode.OK.code();
    }
}
