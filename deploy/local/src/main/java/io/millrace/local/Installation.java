package io.millrace.local;

import io.millrace.local.LocalPlatformException.UnusableDataDirectory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** What stays the same from start to start on one data directory: the cluster and its ports. */
record Installation(String clusterId, int brokerPort, int controllerPort, int registryPort) {

    private static final String CLUSTER_ID = "cluster.id";
    private static final String BROKER_PORT = "broker.port";
    private static final String CONTROLLER_PORT = "controller.port";
    private static final String REGISTRY_PORT = "registry.port";

    /** The installation of the directory, with the ports that {@code settings} ask for and new ones where it has none. */
    static Installation resolve(DataDirectory directory, LocalSettings settings) {
        var remembered = read(directory);
        var installation = new Installation(
                Optional.ofNullable(remembered.getProperty(CLUSTER_ID))
                        .orElseGet(() -> Uuid.randomUuid().toString()),
                port(settings.brokerPort(), remembered, BROKER_PORT),
                port(0, remembered, CONTROLLER_PORT),
                port(settings.registryPort(), remembered, REGISTRY_PORT));
        installation.write(directory);
        return installation;
    }

    /** The installation of the directory if it was ever started. */
    static Optional<Installation> find(DataDirectory directory) {
        var properties = read(directory);
        if (!Stream.of(CLUSTER_ID, BROKER_PORT, CONTROLLER_PORT, REGISTRY_PORT).allMatch(properties::containsKey)) {
            return Optional.empty();
        }
        return Optional.of(new Installation(
                properties.getProperty(CLUSTER_ID),
                port(0, properties, BROKER_PORT),
                port(0, properties, CONTROLLER_PORT),
                port(0, properties, REGISTRY_PORT)));
    }

    String bootstrapServers() {
        return Ports.HOST + ":" + brokerPort;
    }

    String registryUrl() {
        return "http://" + Ports.HOST + ":" + registryPort + "/apis/ccompat/v7";
    }

    private static int port(int asked, Properties remembered, String key) {
        if (asked != 0) {
            return asked;
        }
        var text = remembered.getProperty(key);
        return text == null ? Ports.free() : Integer.parseInt(text.trim());
    }

    private static Properties read(DataDirectory directory) {
        var properties = new Properties();
        var file = directory.installation();
        try {
            if (Files.exists(file)) {
                properties.load(new StringReader(Files.readString(file)));
            }
            return properties;
        } catch (IOException e) {
            throw new UnusableDataDirectory(directory.root(), "cannot read " + file, e);
        }
    }

    private void write(DataDirectory directory) {
        var text = "%s=%s%n%s=%d%n%s=%d%n%s=%d%n"
                .formatted(
                        CLUSTER_ID,
                        clusterId,
                        BROKER_PORT,
                        brokerPort,
                        CONTROLLER_PORT,
                        controllerPort,
                        REGISTRY_PORT,
                        registryPort);
        try {
            Files.writeString(directory.installation(), text);
        } catch (IOException e) {
            throw new UnusableDataDirectory(directory.root(), "cannot write " + directory.installation(), e);
        }
    }
}
