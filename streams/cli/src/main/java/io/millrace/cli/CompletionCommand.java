package io.millrace.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace completion}. */
@Command(
        name = "completion",
        description = {"Print a completion script for bash and zsh.", "Use it so: source <(millrace completion)"})
public final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        console.out().println(AutoComplete.bash("millrace", command.root().commandLine()));
        return ExitCode.OK.code();
    }
}
