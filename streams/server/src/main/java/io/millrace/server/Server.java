package io.millrace.server;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.millrace.core.settings.CoreSettings;
import io.millrace.server.api.Routes;
import io.millrace.server.http.Failures;
import io.millrace.server.http.LocalOnly;
import io.millrace.server.http.RefusedBeforeRouting;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: publishing, tails, stores, pipelines, the OpenAI-compatible front door, health and metrics. Start and
 * close it once, from one thread; it serves on a bounded pool and holds no thread for a stream.
 */
public final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final ServerSettings settings;
    private final Services services;
    private @Nullable Javalin javalin;

    private Server(ServerSettings settings, Services services) {
        this.settings = settings;
        this.services = services;
    }

    /** A server that is not started yet; the applications of {@code parts} stay the caller's to start and close. */
    public static Server of(ServerSettings settings, CoreSettings core, ServerParts parts) {
        return new Server(settings, new Services(settings, core, parts, Clock.systemUTC(), UUID::randomUUID));
    }

    /**
     * Starts to serve. Returns when requests are taken; readiness also waits for the applications.
     *
     * @throws org.apache.kafka.common.KafkaException when the broker cannot be reached
     * @throws UncheckedIOException when the port is taken
     */
    public void start() {
        services.start();
        var made = Javalin.create(this::configure);
        try {
            made.start();
        } catch (JavalinBindException e) {
            services.close();
            throw new UncheckedIOException((BindException) new BindException("port " + settings.port() + " of "
                            + settings.host() + " is taken; stop what uses it or set " + ServerSettings.PORT)
                    .initCause(e));
        }
        javalin = made;
        LOG.info("Server listens host={} port={}", settings.host(), made.port());
    }

    /** Port that it listens on. */
    public int port() {
        if (javalin == null) {
            throw new IllegalStateException("the server is not started");
        }
        return javalin.port();
    }

    private void configure(JavalinConfig config) {
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        var pool = new QueuedThreadPool(settings.threads(), Math.min(8, settings.threads()));
        pool.setName("millrace-http");
        config.jetty.threadPool = pool;
        config.jetty.modifyServer(
                server -> server.setStopTimeout(settings.stopTimeout().toMillis()));
        RefusedBeforeRouting.install(config.jetty);
        config.http.maxRequestSize = settings.bodyBytes();
        config.http.prefer405over404 = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        if (!settings.isAuthenticating()) {
            config.routes.before(new LocalOnly(settings.urlHost()));
        }
        config.routes.before(services::refuseWhenStopping);
        Failures.install(config.routes);
        Routes.install(config.routes, services.operations(), services.guard());
    }

    /** Takes no new work, lets streams go on for {@code server.stop.timeout.ms}, ends them and closes. */
    @Override
    public void close() {
        services.drain();
        try {
            if (javalin != null) {
                javalin.stop();
            }
        } finally {
            services.close();
        }
    }
}
