package io.millrace.load.hop;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.metrics.Metrics;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Catalogue;
import io.millrace.local.LocalPlatform;
import io.millrace.local.LocalSettings;
import io.millrace.tokens.TokensSettings;
import io.millrace.tokens.TokensTopology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** Broker, registry and topics of the measurement: those that the options name, else new ones. */
final class HopCluster implements AutoCloseable {

    private static final int LANES = 4;
    private static final Map<String, Integer> POOLS = Map.of(HopPlan.POOL, LANES);
    private static final Catalogue TOPICS = new Catalogue(TokensTopics.all(POOLS));
    private static final List<String> APPLICATIONS = List.of(TokensTopology.APPLICATION, "millrace.workers");

    private final @Nullable LocalPlatform own;
    private final RawSettings settings;
    private final Metrics metrics = Metrics.create();

    private HopCluster(@Nullable LocalPlatform own, RawSettings settings) {
        this.own = own;
        this.settings = settings;
    }

    static HopCluster open(HopOptions options) throws InterruptedException {
        var values = new HashMap<>(Map.of(
                CoreSettings.STATE_DIR,
                options.dataDir().resolve("state").toString(),
                CoreSettings.STATE_DIR_TMP_ALLOWED,
                "true",
                "pool." + HopPlan.POOL + ".lanes",
                Integer.toString(LANES),
                "pool." + HopPlan.POOL + ".concurrency",
                "1000"));
        values.putAll(options.settings());
        if (options.bootstrapServers() != null && options.registryUrl() != null) {
            values.put(CoreSettings.BOOTSTRAP_SERVERS, options.bootstrapServers());
            values.put(CoreSettings.REGISTRY_URL, options.registryUrl());
            return prepared(new HopCluster(null, RawSettings.of(values)));
        }
        var place = LocalSettings.in(options.dataDir());
        LocalPlatform.erase(place);
        var platform = LocalPlatform.start(place);
        values.put(CoreSettings.BOOTSTRAP_SERVERS, platform.bootstrapServers());
        values.put(CoreSettings.REGISTRY_URL, platform.registryUrl());
        return prepared(new HopCluster(platform, RawSettings.of(values)));
    }

    /** Settings with another commit interval. */
    RawSettings settings(long commitIntervalMillis) {
        return settings.with(TokensSettings.COMMIT_INTERVAL, Long.toString(commitIntervalMillis));
    }

    MeterRegistry meters() {
        return metrics.registry();
    }

    /** The token streams as {@code millrace up} runs them, not started yet. */
    StreamsApp tokens(CoreSettings core) {
        var own = TokensSettings.of(core.raw());
        return StreamsApp.of(
                TokensTopology.APPLICATION,
                TokensTopology.build(core.serdes(), POOLS, own),
                core,
                own.streamsOverrides(),
                TOPICS,
                meters());
    }

    @Override
    public void close() {
        metrics.close();
        if (own != null) {
            own.close();
        }
    }

    private static HopCluster prepared(HopCluster cluster) throws InterruptedException {
        var core = CoreSettings.of(cluster.settings);
        boolean ready = false;
        try (var admin = TopicAdmin.of(core);
                var registrar = SchemaRegistrar.of(core);
                var raw = Admin.create(core.kafkaClient())) {
            admin.createMissing(TOPICS);
            admin.createDeadLetters(APPLICATIONS);
            admin.createRejected(TokensTopics.CHECKED);
            registrar.register(TOPICS);
            if (!raw.listTopics().names().get().contains(PlainRoundTrip.TOPIC)) {
                var plain = new NewTopic(PlainRoundTrip.TOPIC, PlainRoundTrip.PARTITIONS, (short) -1);
                raw.createTopics(Set.of(plain)).all().get();
            }
            ready = true;
            return cluster;
        } catch (ExecutionException e) {
            throw new IllegalStateException("topic " + PlainRoundTrip.TOPIC + " could not be created", e);
        } finally {
            if (!ready) {
                cluster.close();
            }
        }
    }
}
