package io.millrace.server.peer;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.millrace.queries.Problem;
import io.millrace.queries.store.Stores;
import io.millrace.server.http.Failures;
import io.millrace.server.http.LocalOnly;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for the other instances. It is open before the applications start, since these tell the others where it is, and
 * answers NOT_READY until it is given what to read. Started when made; closed once.
 */
public final class PeerServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerServer.class);

    private final PeerSettings settings;
    private final AtomicReference<@Nullable Stores> stores = new AtomicReference<>();
    private final Javalin javalin;

    private PeerServer(PeerSettings settings) {
        this.settings = settings;
        this.javalin = Javalin.create(this::configure);
    }

    /** @throws UncheckedIOException when the port is taken */
    public static PeerServer start(PeerSettings settings) {
        var server = new PeerServer(settings);
        try {
            server.javalin.start();
        } catch (JavalinBindException e) {
            throw new UncheckedIOException((BindException) new BindException("port " + settings.port() + " of "
                            + settings.host() + " is taken; stop what uses it or set " + PeerSettings.PORT)
                    .initCause(e));
        }
        LOG.info("Peer listener open host={} port={}", settings.host(), server.javalin.port());
        return server;
    }

    /** How the others reach this instance. */
    public HostInfo address() {
        return new HostInfo(settings.advertisedHost(), javalin.port());
    }

    /** The same as the setting {@code application.server} of Kafka Streams, by which the instances tell each other. */
    public String applicationServer() {
        return settings.advertisedHost() + ":" + javalin.port();
    }

    public PeerSettings settings() {
        return settings;
    }

    /** From now on these are read. */
    public void serve(Stores here) {
        stores.set(here);
    }

    private Stores stores() {
        var here = stores.get();
        if (here == null) {
            throw Problem.NOT_READY.because("this instance is starting; try again shortly");
        }
        return here;
    }

    private void configure(JavalinConfig config) {
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        var pool = new QueuedThreadPool(settings.threads(), Math.min(8, settings.threads()));
        pool.setName("millrace-peer");
        config.jetty.threadPool = pool;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        if (settings.secret().isEmpty()) {
            config.routes.before(new LocalOnly(settings.host()));
        }
        Failures.install(config.routes);
        new PeerRoutes(this::stores, settings.secret()).install(config.routes);
    }

    @Override
    public void close() {
        stores.set(null);
        javalin.stop();
    }
}
