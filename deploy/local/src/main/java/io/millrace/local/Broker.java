package io.millrace.local;

import io.millrace.local.LocalPlatformException.UnusableDataDirectory;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** A Kafka node (KRaft, broker and controller in one) in its own JVM. */
public final class Broker extends ChildProcess {

    static final String NAME = "broker";

    private static final String JAR = "deploy/broker/target/broker.jar";
    private static final int CONNECT_TIMEOUT_MS = 200;
    private static final int ANSWER_TIMEOUT_MS = 2_000;

    private final Installation installation;

    private Broker(Launch launch, Installation installation, DataDirectory directory, LocalSettings settings) {
        super(launch, directory, settings.stopTimeout());
        this.installation = installation;
    }

    /** @throws LocalPlatformException.NotBuilt when no build has made the broker's distribution */
    static Broker of(Installation installation, DataDirectory directory, LocalSettings settings) {
        try {
            Files.writeString(
                    directory.serverProperties(), BrokerProperties.render(installation, directory, settings.broker()));
        } catch (IOException e) {
            throw new UnusableDataDirectory(directory.root(), "cannot write " + directory.serverProperties(), e);
        }
        var options = new ArrayList<>(settings.broker().jvmOptions());
        options.add("-Xmx" + settings.broker().heapMegabytes() + "m");
        options.add("-Dlogback.configurationFile=io/millrace/broker/broker-logback.xml");
        var launch = new Launch(
                NAME,
                settings.home().resolve(JAR),
                options,
                List.of(
                        directory.serverProperties().toString(),
                        directory.kafka().toString(),
                        installation.clusterId()),
                directory.root(),
                Map.of("MALLOC_ARENA_MAX", "2"));
        return new Broker(launch, installation, directory, settings);
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return installation.bootstrapServers();
    }

    /** A port that accepts connections is not enough: the node must have registered as a broker. */
    @Override
    boolean answers() {
        return accepts() && isRegistered();
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(Ports.address(installation.brokerPort()), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isRegistered() {
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_TIMEOUT_MS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_TIMEOUT_MS);
        try (var admin = Admin.create(client)) {
            return !admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_TIMEOUT_MS))
                    .nodes()
                    .get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
