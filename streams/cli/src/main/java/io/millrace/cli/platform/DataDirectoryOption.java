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
        return absolute(given);
    }

    /** Whether it is where commands look unless told otherwise. */
    public boolean isDefault() {
        return isDefault(directory());
    }

    /** What a printed command needs to be about {@code dataDir}; empty for the default. */
    static String argument(Path dataDir) {
        return isDefault(dataDir) ? "" : " --data-dir " + Shell.word(dataDir.toString());
    }

    /** Whether commands that are run in the same directory find {@code dataDir} by themselves. */
    static boolean isDefault(Path dataDir) {
        return dataDir.equals(absolute(Path.of(RunningInstance.DEFAULT_DATA_DIR)));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
