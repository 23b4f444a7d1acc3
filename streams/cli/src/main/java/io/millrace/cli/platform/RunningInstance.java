package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What a running platform says about itself in its data directory, so that other commands find it.
 *
 * @param process id of its process
 * @param url of the server
 * @param bootstrapServers of the broker
 * @param registryUrl of the registry
 */
public record RunningInstance(long process, URI url, String bootstrapServers, String registryUrl) {

    /** Where platforms keep their data unless told otherwise. */
    public static final String DEFAULT_DATA_DIR = ".millrace";

    private static final String FILE = "run/platform.properties";
    private static final String PROCESS = "process";
    private static final String URL = "url";
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String REGISTRY_URL = "registry.url";

    /** The instance that runs on {@code dataDir}; one whose process has ended does not count. */
    public static Optional<RunningInstance> find(Path dataDir) {
        var file = dataDir.resolve(FILE);
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            // Absent, or written by another user: either way nothing that could be talked to.
            return Optional.empty();
        }
        return Optional.of(new RunningInstance(
                        Long.parseLong(properties.getProperty(PROCESS, "-1")),
                        URI.create(properties.getProperty(URL, "")),
                        properties.getProperty(BOOTSTRAP_SERVERS, ""),
                        properties.getProperty(REGISTRY_URL, "")))
                .filter(instance -> instance.handle().isPresent());
    }

    /** Writes it down until {@link #forget}. */
    public void announce(Path dataDir) {
        var properties = new Properties();
        properties.setProperty(PROCESS, Long.toString(process));
        properties.setProperty(URL, url.toString());
        properties.setProperty(BOOTSTRAP_SERVERS, bootstrapServers);
        properties.setProperty(REGISTRY_URL, registryUrl);
        var file = dataDir.resolve(FILE);
        try {
            Files.createDirectories(file.getParent());
            try (var writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "cannot write " + file + ": make the data directory writable or choose another with --data-dir",
                    e);
        }
    }

    public static void forget(Path dataDir) {
        try {
            Files.deleteIfExists(dataDir.resolve(FILE));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot delete " + dataDir.resolve(FILE) + ": delete it", e);
        }
    }

    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive);
    }
}
