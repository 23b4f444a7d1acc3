package io.millrace.load.cluster;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.metrics.Metrics;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TokensPartitions;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.server.ServerTopics;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.events.topic.Topic;
import io.millrace.local.LocalPlatform;
import io.millrace.local.LocalSettings;
import io.millrace.server.peer.PeerServer;
import io.millrace.server.peer.PeerSettings;
import io.millrace.tokens.TokensSettings;
import io.millrace.tokens.TokensTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** Broker, registry and topics of a measurement: those that the options name, else new ones. */
public final class BenchCluster implements AutoCloseable {

    /** Of each pool: the most workers that can serve it. */
    public static final int LANES = 4;

    private static final List<String> APPLICATIONS =
            List.of(TokensTopology.APPLICATION, "millrace.workers", "millrace.server");

    private final @Nullable LocalPlatform own;
    private final RawSettings settings;
    private final Map<String, Integer> pools;
    private final Catalogue topics;
    private final Metrics metrics = Metrics.create();
    private final PeerServer peer;

    private BenchCluster(@Nullable LocalPlatform own, RawSettings settings, Map<String, Integer> pools) {
        this.own = own;
        this.settings = settings;
        this.pools = Map.copyOf(pools);
        var all = new ArrayList<Topic<?>>(TokensPartitions.of(settings).of(TokensTopics.all(pools)));
        all.addAll(ServerTopics.ALL);
        this.topics = new Catalogue(all);
        this.peer = PeerServer.start(PeerSettings.of(settings));
    }

    /**
     * Makes what is missing and waits for it.
     *
     * @param pool the pool of the measurement; it has four lanes
     * @param plain topics without a schema, with their number of partitions
     */
    public static BenchCluster open(ClusterOptions options, String pool, Map<String, Integer> plain)
            throws InterruptedException {
        return open(options, Set.of(pool), plain);
    }

    /**
     * Makes what is missing and waits for it.
     *
     * @param names pools of the measurement; each has four lanes
     * @param plain topics without a schema, with their number of partitions
     */
    public static BenchCluster open(ClusterOptions options, Set<String> names, Map<String, Integer> plain)
            throws InterruptedException {
        var values = new HashMap<>(Map.of(
                CoreSettings.STATE_DIR,
                options.dataDir().resolve("state").toString(),
                CoreSettings.STATE_DIR_TMP_ALLOWED,
                "true"));
        var pools = new HashMap<String, Integer>();
        for (var pool : names) {
            pools.put(pool, LANES);
            values.put("pool." + pool + ".lanes", Integer.toString(LANES));
            values.put("pool." + pool + ".concurrency", "1000");
        }
        values.putAll(options.settings());
        if (options.bootstrapServers() != null && options.registryUrl() != null) {
            values.put(CoreSettings.BOOTSTRAP_SERVERS, options.bootstrapServers());
            values.put(CoreSettings.REGISTRY_URL, options.registryUrl());
            return new BenchCluster(null, RawSettings.of(values), pools).prepared(plain);
        }
        var place = LocalSettings.in(options.dataDir());
        LocalPlatform.erase(place);
        var platform = LocalPlatform.start(place);
        values.put(CoreSettings.BOOTSTRAP_SERVERS, platform.bootstrapServers());
        values.put(CoreSettings.REGISTRY_URL, platform.registryUrl());
        return new BenchCluster(platform, RawSettings.of(values), pools).prepared(plain);
    }

    /** Settings of the applications. */
    public RawSettings settings() {
        return settings;
    }

    /** What was made where it was missing. */
    public Catalogue topics() {
        return topics;
    }

    public MeterRegistry meters() {
        return metrics.registry();
    }

    /** The token streams as {@code millrace up} runs them, not started yet. */
    public StreamsApp tokens(CoreSettings core) {
        var own = TokensSettings.of(core.raw());
        var overrides = new HashMap<String, Object>(own.streamsOverrides());
        overrides.put(StreamsConfig.APPLICATION_SERVER_CONFIG, peer.applicationServer());
        return StreamsApp.of(
                TokensTopology.APPLICATION,
                TokensTopology.build(core.serdes(), pools, own, meters()),
                core,
                overrides,
                topics,
                meters());
    }

    /** Where the token streams are asked by other instances. */
    PeerServer peer() {
        return peer;
    }

    /** Processor time of the broker since it began; zero for one that others run. */
    public Duration brokerTime() {
        return Optional.ofNullable(own)
                .flatMap(platform -> ProcessHandle.of(platform.broker().pid()))
                .flatMap(broker -> broker.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        peer.close();
        metrics.close();
        if (own != null) {
            own.close();
        }
    }

    private BenchCluster prepared(Map<String, Integer> plain) throws InterruptedException {
        var core = CoreSettings.of(settings);
        boolean ready = false;
        try (var admin = TopicAdmin.of(core);
                var registrar = SchemaRegistrar.of(core);
                var raw = Admin.create(core.kafkaClient())) {
            admin.createMissing(topics);
            admin.createDeadLetters(APPLICATIONS);
            admin.createRejected(TokensTopics.CHECKED);
            registrar.register(topics);
            var there = raw.listTopics().names().get();
            for (var topic : plain.entrySet()) {
                if (!there.contains(topic.getKey())) {
                    raw.createTopics(Set.of(new NewTopic(topic.getKey(), topic.getValue(), (short) -1)))
                            .all()
                            .get();
                }
            }
            ready = true;
            return this;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a topic of the measurement could not be created", e);
        } finally {
            if (!ready) {
                close();
            }
        }
    }
}
