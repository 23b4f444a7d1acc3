package io.millrace.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the embedded platform is started.
 *
 * @param dataDir where logs, topics and schemas are kept; created when missing
 * @param home root of the built project, which holds the registry's distribution
 * @param brokerPort port of the broker on 127.0.0.1; 0 for the one of the last start, else a free one
 * @param registryPort port of the registry on 127.0.0.1; 0 as above
 * @param startTimeout for each child to answer its first request
 * @param stopTimeout for each child to end after it was asked to, before it is killed
 * @param broker limits of the broker
 */
public record LocalSettings(
        Path dataDir,
        Path home,
        int brokerPort,
        int registryPort,
        Duration startTimeout,
        Duration stopTimeout,
        BrokerLimits broker) {

    /**
     * Limits of the broker and options of its JVM.
     *
     * @param maxMessageBytes largest batch it accepts
     * @param heapMegabytes largest heap
     * @param sessionTimeout after which a killed broker may register again: the least time that a restart takes after
     *     a kill
     * @param jvmOptions such as the choice of a garbage collector
     */
    public record BrokerLimits(
            int maxMessageBytes, int heapMegabytes, Duration sessionTimeout, List<String> jvmOptions) {

        /**
         * For brokers that run on. G1, because the serial collector stopped the broker for 30 to 90 ms every five seconds,
         * and every hop with it.
         */
        public static final BrokerLimits DEFAULT = new BrokerLimits(
                4 << 20, 384, Duration.ofSeconds(3), List.of("-XX:+UseG1GC", "-XX:MaxGCPauseMillis=25"));

        /** For brokers of tests, which start often and end soon: a start takes half the processor time. */
        public static final BrokerLimits SHORT_LIVED = new BrokerLimits(
                4 << 20, 384, Duration.ofSeconds(3), List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));

        public BrokerLimits {
            if (maxMessageBytes < 1024) {
                throw new IllegalArgumentException("maxMessageBytes must be >= 1024, was " + maxMessageBytes);
            }
            if (heapMegabytes < 128) {
                throw new IllegalArgumentException("heapMegabytes must be >= 128, was " + heapMegabytes);
            }
            if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("sessionTimeout must be >= 1 s, was " + sessionTimeout);
            }
            jvmOptions = List.copyOf(jvmOptions);
        }
    }

    public LocalSettings {
        dataDir = dataDir.toAbsolutePath().normalize();
        home = home.toAbsolutePath().normalize();
        requirePort("brokerPort", brokerPort);
        requirePort("registryPort", registryPort);
        requirePositive("startTimeout", startTimeout);
        requirePositive("stopTimeout", stopTimeout);
    }

    /**
     * Defaults with data under {@code dataDir}. The home is the system property {@code millrace.home}, else the
     * environment variable {@code MILLRACE_HOME}, else the working directory.
     */
    public static LocalSettings in(Path dataDir) {
        var home = Optional.ofNullable(System.getProperty("millrace.home"))
                .or(() -> Optional.ofNullable(System.getenv("MILLRACE_HOME")))
                .orElse("");
        return new LocalSettings(
                dataDir, Path.of(home), 0, 0, Duration.ofSeconds(120), Duration.ofSeconds(20), BrokerLimits.DEFAULT);
    }

    public LocalSettings withPorts(int newBrokerPort, int newRegistryPort) {
        return new LocalSettings(dataDir, home, newBrokerPort, newRegistryPort, startTimeout, stopTimeout, broker);
    }

    public LocalSettings withTimeouts(Duration newStartTimeout, Duration newStopTimeout) {
        return new LocalSettings(dataDir, home, brokerPort, registryPort, newStartTimeout, newStopTimeout, broker);
    }

    public LocalSettings withBroker(BrokerLimits limits) {
        return new LocalSettings(dataDir, home, brokerPort, registryPort, startTimeout, stopTimeout, limits);
    }

    public LocalSettings withHome(Path newHome) {
        return new LocalSettings(dataDir, newHome, brokerPort, registryPort, startTimeout, stopTimeout, broker);
    }

    private static void requirePort(String key, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(key + " must be in 0..65535, was " + port);
        }
    }

    private static void requirePositive(String key, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(key + " must be positive, was " + duration);
        }
    }
}
