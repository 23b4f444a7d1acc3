package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What a running platform says about itself in its data directory, so that other commands find it.
 *
 * @param process id of its process
 * @param started when that process began; systems use ids again, so the id alone does not tell which process it was
 * @param url of the server
 * @param bootstrapServers of the broker
 * @param registryUrl of the registry
 */
public record RunningInstance(long process, Instant started, URI url, String bootstrapServers, String registryUrl) {

    /** Where platforms keep their data unless told otherwise. */
    public static final String DEFAULT_DATA_DIR = ".millrace";

    private static final String FILE = "run/platform.properties";
    private static final String PROCESS = "process";
    private static final String STARTED = "started";
    private static final String URL = "url";
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    private static final String REGISTRY_URL = "registry.url";

    public static RunningInstance of(ProcessHandle process, URI url, String bootstrapServers, String registryUrl) {
        return new RunningInstance(process.pid(), startOf(process), url, bootstrapServers, registryUrl);
    }

    /**
     * The instance that another process runs on {@code dataDir}. One whose process has ended does not count, nor a file
     * that cannot be read or is damaged: there is nothing that could be talked to.
     */
    public static Optional<RunningInstance> find(Path dataDir) {
        try {
            return Optional.of(parse(Files.readString(dataDir.resolve(FILE))))
                    .filter(instance -> instance.handle().isPresent());
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Writes it down until {@link #forget}; who reads meanwhile sees all of it or nothing. */
    public void announce(Path dataDir) {
        var properties = new Properties();
        properties.setProperty(PROCESS, Long.toString(process));
        properties.setProperty(STARTED, started.toString());
        properties.setProperty(URL, url.toString());
        properties.setProperty(BOOTSTRAP_SERVERS, bootstrapServers);
        properties.setProperty(REGISTRY_URL, registryUrl);
        var file = dataDir.resolve(FILE);
        var unfinished = dataDir.resolve(FILE + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            try (var writer = Files.newBufferedWriter(unfinished)) {
                properties.store(writer, null);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
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

    /** Its process while that lives; never the caller's own, which got the id of one that has ended. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(process)
                .filter(handle -> !handle.equals(ProcessHandle.current()))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> started.equals(startOf(handle)));
    }

    /** The epoch where the system does not tell start times: then only the id is compared. */
    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    private static RunningInstance parse(String text) throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(text));
        return new RunningInstance(
                Long.parseLong(required(properties, PROCESS)),
                Instant.parse(required(properties, STARTED)),
                URI.create(required(properties, URL)),
                required(properties, BOOTSTRAP_SERVERS),
                required(properties, REGISTRY_URL));
    }

    private static String required(Properties properties, String key) {
        var value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }
}
