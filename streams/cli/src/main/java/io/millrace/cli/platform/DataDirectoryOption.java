package io.millrace.cli.platform;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which local platform a command is about. */
public final class DataDirectoryOption {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = RunningInstance.DEFAULT_DATA_DIR,
            description = "Data directory of a local platform (default ${DEFAULT-VALUE}).")
    private Path given;

    /** Absolute. */
    public Path directory() {
        return given.toAbsolutePath().normalize();
    }
}
