package io.millrace.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The embedded platform cannot start or go on. Each message is one sentence that says what to do; show it to the user
 * as it is.
 */
public abstract sealed class LocalPlatformException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private LocalPlatformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Another live process holds the data directory. */
    public static final class AlreadyRunning extends LocalPlatformException {
        private static final long serialVersionUID = 1L;

        AlreadyRunning(Path dataDir, String owner) {
            super(
                    "a platform is already running on " + dataDir + " (" + owner
                            + "): stop it first or choose another data directory",
                    null);
        }
    }

    /** Something else listens on a port that the platform needs. */
    public static final class PortTaken extends LocalPlatformException {
        private static final long serialVersionUID = 1L;

        PortTaken(String role, int port, Path remembered) {
            super(
                    "port " + port + " for the " + role
                            + " is taken by another process: stop that process, choose another port, or delete the line in "
                            + remembered + " to have a free one chosen",
                    null);
        }
    }

    /** The data directory cannot be created, read or written. */
    public static final class UnusableDataDirectory extends LocalPlatformException {
        private static final long serialVersionUID = 1L;

        UnusableDataDirectory(Path dataDir, String problem, @Nullable Throwable cause) {
            super(
                    "the data directory " + dataDir + " cannot be used (" + problem
                            + "): make it a directory you may write to, or choose another one",
                    cause);
        }
    }

    /** A child process ended early or was not ready in time. */
    public static final class ChildFailed extends LocalPlatformException {
        private static final long serialVersionUID = 1L;

        ChildFailed(String name, String problem, Path log, @Nullable Throwable cause) {
            super("the " + name + " " + problem + ": read " + log + " for the reason", cause);
        }
    }

    /** What a build of the project makes is missing. */
    public static final class NotBuilt extends LocalPlatformException {
        private static final long serialVersionUID = 1L;

        NotBuilt(Path missing) {
            super(
                    missing
                            + " is missing: build the project with 'mvn package -DskipTests' and set millrace.home to its"
                            + " root directory",
                    null);
        }
    }
}
