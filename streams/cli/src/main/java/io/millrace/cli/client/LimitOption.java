package io.millrace.cli.client;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many entries or events a command shows. */
final class LimitOption {

    @Option(names = "--limit", paramLabel = "N", description = "Show at most N.")
    private @Nullable Integer given;

    /** What was asked for, if anything; at least 1. */
    OptionalInt limit() {
        if (given == null) {
            return OptionalInt.empty();
        }
        if (given < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--limit must be at least 1, was " + given);
        }
        return OptionalInt.of(given);
    }
}
