package io.millrace.cli;

import io.millrace.cli.platform.RunningInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** Another process, which lives until it is closed and can pass for a platform. */
record Neighbour(Process process) implements AutoCloseable {

    /** It waits for an end of input that comes at the latest when this process ends. */
    static Neighbour start() {
        try {
            return new Neighbour(new ProcessBuilder("cat").start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes down that it runs a platform on the directory. */
    RunningInstance announce(Path dataDir, String url) {
        var instance = RunningInstance.of(process.toHandle(), URI.create(url), "127.0.0.1:1", "http://127.0.0.1:2");
        instance.announce(dataDir);
        return instance;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
