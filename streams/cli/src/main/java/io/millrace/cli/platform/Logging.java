package io.millrace.cli.platform;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Logs of a process that runs the platform go to a file, also what ends a thread; client commands, which never call this, log
 * nothing. Must be called before the first logger is made.
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
        // PDFBox logs through Commons Logging, which would take Log4j's API on the class path for a logging provider.
        System.setProperty("org.apache.commons.logging.LogFactory", "org.apache.commons.logging.impl.Slf4jLogFactory");
        var log = LoggerFactory.getLogger(Logging.class);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> log.atWarn()
                .setCause(failure)
                .addKeyValue("thread", thread.getName())
                .log("a thread ended; the log says why"));
    }
}
