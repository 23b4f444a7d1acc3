package io.millrace.cli;

import io.millrace.cli.client.AskCommand;
import io.millrace.cli.client.PipelinesCommand;
import io.millrace.cli.client.PublishCommand;
import io.millrace.cli.client.QueryCommand;
import io.millrace.cli.client.StatusCommand;
import io.millrace.cli.client.TailCommand;
import io.millrace.cli.kafka.DlqCommand;
import io.millrace.cli.kafka.SchemasCommand;
import io.millrace.cli.kafka.TopicsCommand;
import io.millrace.cli.platform.DownCommand;
import io.millrace.cli.platform.IndexCommand;
import io.millrace.cli.platform.ScaleCommand;
import io.millrace.cli.platform.ServeCommand;
import io.millrace.cli.platform.SimulateCommand;
import io.millrace.cli.platform.UpCommand;
import io.millrace.cli.platform.WorkerCommand;
import io.millrace.cli.replay.ReplayCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Entry point of the command line. */
@Command(
        name = "millrace",
        description = "Event-streaming platform for compound AI on Apache Kafka.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the command failed",
            "2:wrong arguments or input",
            "3:the server, broker or registry does not answer or is not ready",
            "4:what was named does not exist",
            "5:understood and refused: not allowed, in conflict, or running already"
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            ScaleCommand.class,
            IndexCommand.class,
            AskCommand.class,
            ReplayCommand.class,
            PublishCommand.class,
            TailCommand.class,
            QueryCommand.class,
            PipelinesCommand.class,
            TopicsCommand.class,
            SchemasCommand.class,
            DlqCommand.class,
            ServeCommand.class,
            WorkerCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            VersionCommand.class
        })
public final class Millrace implements Runnable {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    private boolean debug;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, ready to execute; tests put their own writers in. */
    public static CommandLine commandLine() {
        return new CommandLine(new Millrace())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureReport());
    }

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new CommandFailure(ExitCode.USAGE, "which command? 'millrace --help' lists them, 'millrace up' starts");
    }
}
