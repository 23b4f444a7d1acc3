package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.core.app.StreamsApp;
import io.millrace.core.metrics.Metrics;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.core.tracing.Tracing;
import io.millrace.engines.worker.Worker;
import io.millrace.events.topic.Catalogue;
import io.millrace.server.Server;
import io.millrace.server.ServerParts;
import io.millrace.server.ServerSettings;
import io.millrace.server.peer.PeerServer;
import io.millrace.server.peer.PeerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The platform in this process: applications, workers, server. What it starts is closed by the {@link Parts} it was
 * given, in the opposite order. For one thread.
 */
final class Platform {

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final String READINESS = "/health/ready";
    private static final int READY = 200;

    private final RawSettings settings;
    private final CoreSettings core;
    private final Pools pools;
    private final Parts parts;
    private final Metrics metrics;
    private final Tracing tracing;
    private final List<NamedWorker> workers = new ArrayList<>();
    private @Nullable PeerServer peer;

    /** @param settings with broker and registry */
    Platform(RawSettings settings, Parts parts) {
        this.settings = settings;
        this.core = CoreSettings.of(settings);
        this.pools = Pools.of(settings);
        this.parts = parts;
        this.metrics = parts.add(Metrics.create(core.kafkaMeters()), Metrics::close);
        this.tracing = parts.add(Tracing.of(settings, System.getenv()), Tracing::close);
    }

    CoreSettings core() {
        return core;
    }

    /** Creates topics and registers schemas where they are missing. */
    void prepare() {
        var catalogue = catalogue();
        try (var admin = TopicAdmin.of(core);
                var registrar = SchemaRegistrar.of(core)) {
            PlatformTopics.create(admin, catalogue);
            registrar.register(catalogue);
        }
    }

    void startWorkers() {
        for (var pool : pools.all()) {
            startWorker(pool.name());
        }
    }

    void startWorker(String pool) {
        var worker = new PoolWorkers(settings, core, metrics.registry(), tracing.tracer()).worker(pools.named(pool));
        workers.add(new NamedWorker(pool, parts.add(worker, Worker::close)));
        worker.start();
    }

    /** Starts the topology of the token streams; {@link #startServer} waits for it. */
    StreamsApp startTokens() {
        peer = parts.add(PeerServer.start(PeerSettings.of(settings)), PeerServer::close);
        var tokens = parts.add(
                TokensApplication.of(core, pools, metrics.registry(), peer.applicationServer()), StreamsApp::close);
        tokens.start();
        return tokens;
    }

    /**
     * Starts the server once the topology runs.
     *
     * @return where it listens
     */
    URI startServer(StreamsApp tokens) {
        var own = ServerSettings.of(settings);
        var server = parts.add(Server.of(own, core, served(tokens)), Server::close);
        tokens.awaitRunning(READY_WITHIN);
        server.start();
        return URI.create("http://" + own.urlHost() + ":" + server.port());
    }

    private ServerParts served(StreamsApp tokens) {
        var listening = Objects.requireNonNull(peer, "the topology is started first");
        return TokensApplication.served(
                catalogue(), tokens, listening, pools, workers, metrics.registry(), tracing.tracer());
    }

    /** Waits until the server reports that all its parts are ready. */
    void awaitReady(Api api) {
        var end = System.nanoTime() + READY_WITHIN.toNanos();
        while (api.status(READINESS) != READY) {
            if (System.nanoTime() - end > 0) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "the platform is not ready after " + READY_WITHIN.toSeconds() + " s: " + api.base() + READINESS
                                + " says which part is not, the logs say why");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private Catalogue catalogue() {
        return PlatformTopics.catalogue(settings);
    }
}
