package io.millrace.local;

import io.millrace.local.LocalPlatformException.PortTaken;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Kafka broker and a schema registry as child JVMs with all data under one directory; a restart on the same directory
 * finds the same topics, schemas, cluster id and ports. Nothing listens beyond loopback. At most one platform a
 * directory; children that a killed owner left behind are stopped before new ones start. Closed by {@link #close}, or at
 * the end of the JVM unless {@link #closedByCaller}.
 */
public final class LocalPlatform implements AutoCloseable {

    private static final List<String> CHILDREN = List.of(Broker.NAME, RegistryProcess.NAME);

    private final Broker broker;
    private final RegistryProcess registry;
    private final RunLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = new Thread(this::shutDown, "local-platform-exit");

    private LocalPlatform(Broker broker, RegistryProcess registry, RunLock lock) {
        this.broker = broker;
        this.registry = registry;
        this.lock = lock;
    }

    /** A platform that runs in some process. */
    public record Running(ProcessHandle owner, String bootstrapServers, String registryUrl) {}

    /**
     * Starts broker and registry side by side and returns when both answer.
     *
     * @throws LocalPlatformException when it cannot; nothing is left running then
     */
    public static LocalPlatform start(LocalSettings settings) {
        var directory = DataDirectory.open(settings.dataDir());
        var lock = RunLock.take(directory);
        var started = false;
        try {
            stopOrphans(directory, settings);
            var installation = Installation.resolve(directory, settings);
            requireFree(installation, directory);
            var platform = new LocalPlatform(
                    Broker.of(installation, directory, settings),
                    RegistryProcess.of(installation, directory, settings),
                    lock);
            platform.startChildren(settings);
            started = true;
            return platform;
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    /** The platform that a live process runs on {@code dataDir}. */
    public static Optional<Running> find(Path dataDir) {
        var directory = new DataDirectory(dataDir.toAbsolutePath().normalize());
        return RunLock.owner(directory)
                .flatMap(owner -> Installation.find(directory)
                        .map(found -> new Running(owner, found.bootstrapServers(), found.registryUrl())));
    }

    /**
     * Deletes all topics, schemas, application state ({@code state}) and remembered ports of a data directory; logs stay.
     *
     * @throws LocalPlatformException.AlreadyRunning while a platform runs on it
     */
    public static void erase(LocalSettings settings) {
        var directory = DataDirectory.open(settings.dataDir());
        try (var lock = RunLock.take(directory)) {
            stopOrphans(directory, settings);
            directory.erase();
        }
    }

    /** {@code host:port} of the broker. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Root of Confluent's API at the registry. */
    public String registryUrl() {
        return registry.url();
    }

    public Broker broker() {
        return broker;
    }

    public RegistryProcess registry() {
        return registry;
    }

    /** Resident memory of each child in bytes, by name; children without a figure are left out. */
    public Map<String, Long> residentBytes() {
        var bytes = new TreeMap<String, Long>();
        put(bytes, Broker.NAME, broker);
        put(bytes, RegistryProcess.NAME, registry);
        return bytes;
    }

    /** Stops both children and frees the data directory. */
    @Override
    public void close() {
        shutDown();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook has run or is about to find the platform closed.
            return;
        }
    }

    /**
     * Leaves the closing at the end of the JVM to the caller, who has others to close before broker and registry go.
     *
     * @return this
     */
    public LocalPlatform closedByCaller() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        return this;
    }

    private void startChildren(LocalSettings settings) {
        Runtime.getRuntime().addShutdownHook(atExit);
        var ready = false;
        try {
            broker.start();
            registry.start();
            registry.awaitReady(settings.startTimeout());
            broker.awaitReady(settings.startTimeout());
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private void shutDown() {
        if (closed.compareAndSet(false, true)) {
            registry.askToStop();
            broker.stop();
            registry.stop();
            lock.close();
        }
    }

    private static void stopOrphans(DataDirectory directory, LocalSettings settings) {
        for (var child : CHILDREN) {
            PidFile.at(directory.pid(child)).stop(settings.stopTimeout());
        }
    }

    private static void requireFree(Installation installation, DataDirectory directory) {
        requireFree("broker", installation.brokerPort(), directory);
        requireFree("controller", installation.controllerPort(), directory);
        requireFree("registry", installation.registryPort(), directory);
    }

    private static void requireFree(String role, int port, DataDirectory directory) {
        if (!Ports.isFree(port)) {
            throw new PortTaken(role, port, directory.installation());
        }
    }

    private static void put(Map<String, Long> bytes, String name, ChildProcess child) {
        OptionalLong resident = child.residentBytes();
        if (resident.isPresent()) {
            bytes.put(name, resident.getAsLong());
        }
    }
}
