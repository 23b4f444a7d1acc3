package io.millrace.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where a command writes: picocli's own writers, so that a test can read what a user would see. */
@Command
public final class Console {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What the command was asked for; scripts read it. */
    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Progress and warnings; scripts ignore it. */
    public PrintWriter err() {
        return command.commandLine().getErr();
    }
}
