package io.millrace.local;

import io.millrace.local.LocalSettings.BrokerLimits;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code server.properties} of a single node that is broker and controller and listens on loopback only. */
final class BrokerProperties {

    private static final int OFFSETS_PARTITIONS = 8;
    private static final int TRANSACTION_PARTITIONS = 4;

    /** Kafka's default of 128 MiB is allocated at once. */
    private static final int CLEANER_BUFFER_BYTES = 8 << 20;

    private BrokerProperties() {}

    static String render(Installation installation, DataDirectory directory, BrokerLimits limits) {
        var properties = new TreeMap<String, Object>();
        properties.putAll(network(installation));
        properties.putAll(singleNode());
        properties.putAll(recovery(limits));
        properties.putAll(Map.of(
                "log.dirs",
                directory.kafka(),
                "message.max.bytes",
                limits.maxMessageBytes(),
                "replica.fetch.max.bytes",
                limits.maxMessageBytes(),
                "auto.create.topics.enable",
                false,
                "log.cleaner.dedupe.buffer.size",
                CLEANER_BUFFER_BYTES,
                "num.network.threads",
                2,
                "num.io.threads",
                4,
                "background.threads",
                4));
        return properties.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Map<String, Object> network(Installation installation) {
        var broker = "PLAINTEXT://" + Ports.HOST + ":" + installation.brokerPort();
        var controller = Ports.HOST + ":" + installation.controllerPort();
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                1,
                "listeners",
                broker + ",CONTROLLER://" + controller,
                "advertised.listeners",
                broker + ",CONTROLLER://" + controller,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "controller.listener.names",
                "CONTROLLER",
                "controller.quorum.bootstrap.servers",
                controller);
    }

    private static Map<String, Object> singleNode() {
        return Map.of(
                "default.replication.factor", 1,
                "min.insync.replicas", 1,
                "offsets.topic.num.partitions", OFFSETS_PARTITIONS,
                "offsets.topic.replication.factor", 1,
                "transaction.state.log.num.partitions", TRANSACTION_PARTITIONS,
                "transaction.state.log.replication.factor", 1,
                "transaction.state.log.min.isr", 1,
                "share.coordinator.state.topic.num.partitions", 1,
                "share.coordinator.state.topic.replication.factor", 1,
                "share.coordinator.state.topic.min.isr", 1);
    }

    /** Nobody waits for other members or other nodes; what a killed process left open is closed soon. */
    private static Map<String, Object> recovery(BrokerLimits limits) {
        var session = limits.sessionTimeout().toMillis();
        return Map.of(
                "group.initial.rebalance.delay.ms",
                0,
                "broker.session.timeout.ms",
                session,
                "broker.heartbeat.interval.ms",
                Math.max(250, session / 6),
                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                2_000);
    }
}
