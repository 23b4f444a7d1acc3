package io.millrace.cli.platform;

import java.nio.file.Path;

/**
 * Logs of a process that runs the platform go to a file; client commands, which never call this, log nothing. Must be
 * called before the first logger is made.
 */
final class Logging {

    private static final String CONFIGURATION = "logback.configurationFile";

    private Logging() {}

    static void toFile(Path dataDir, String name) {
        System.setProperty(
                "millrace.log.file",
                dataDir.resolve("logs").resolve(name + ".log").toString());
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "logback-platform.xml");
        }
    }
}
