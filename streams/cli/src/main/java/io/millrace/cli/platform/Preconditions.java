package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.local.LocalPlatform;
import io.millrace.server.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** What must hold before anything is started; each refusal is one sentence that says what to do. */
final class Preconditions {

    private Preconditions() {}

    static void requireWritable(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the data directory " + dataDir + " cannot be made: choose another with --data-dir",
                    e);
        }
        if (!Files.isWritable(dataDir)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the data directory " + dataDir + " is not writable: make it so or choose another with --data-dir");
        }
    }

    /** One that is still starting has not announced itself, but holds the lock of the data directory. */
    static void requireNoOther(Path dataDir) {
        if (RunningInstance.find(dataDir).isPresent()
                || LocalPlatform.find(dataDir).isPresent()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "Millrace runs already in " + dataDir + ": stop it with 'millrace down"
                            + DataDirectoryOption.argument(dataDir) + "' or choose another --data-dir");
        }
    }

    /** Asked early, so that nobody waits for a start that cannot succeed. */
    static void requireFreePort(ServerSettings server) {
        try (var socket = new ServerSocket(server.port(), 1, InetAddress.getByName(server.host()))) {
            // That it could be bound is all that was to be known.
        } catch (IOException e) {
            var sentence = cannotListen(server.host(), server.port(), String.valueOf(e.getMessage()));
            throw new CommandFailure(ExitCode.REFUSED, sentence, e);
        }
    }

    /** @param reason the system's words; Java tells the reasons apart by nothing else */
    static String cannotListen(String host, int port, String reason) {
        if (reason.contains("in use")) {
            return "port " + port
                    + " is taken by another process: stop that process or choose another port with --port";
        }
        return "cannot listen on port " + port + " of " + host + " (" + reason
                + "): choose another port with --port, or another loopback address as " + ServerSettings.HOST;
    }
}
