package io.millrace.load.headline.served;

import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.load.Arguments;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.cluster.ClusterOptions;
import io.millrace.load.cluster.ServedTokens;
import io.millrace.load.headline.real.Pipelines;
import io.millrace.load.headline.real.Workers;
import io.millrace.load.headline.real.Workers.Staff;
import io.millrace.server.Server;
import io.millrace.server.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The platform in a process of its own: token streams, server, a worker with engine {@code openai} for each replica and one with
 * service {@code http} that searches. Ends when its input does.
 */
public final class PlatformMain {

    /** Pools of its pipelines. */
    public static final Set<String> POOLS = Set.of(Pipelines.ENGINE, Pipelines.SEARCH);

    /** Options beside those of the cluster: where the replicas are, and the file in which to say where the server is. */
    static final String REPLICAS = "replicas";

    static final String ADDRESS = "address";

    private static final Duration START = Duration.ofMinutes(2);

    private PlatformMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        run(args);
        // Streams that could not be closed in time, without their broker, would keep the process for ever.
        System.exit(0);
    }

    private static void run(String... args) throws IOException, InterruptedException {
        var given = Arguments.parse(List.of(args), ClusterOptions.and(Set.of(REPLICAS, ADDRESS)));
        var replicas = given.get(REPLICAS, "");
        try (var cluster = BenchCluster.open(ClusterOptions.of(given), POOLS, Map.of())) {
            var core = CoreSettings.of(cluster.settings().with("service.http.url", replicas + "/search"));
            serve(cluster, core, staff(core.raw(), replicas), Path.of(given.get(ADDRESS, "")));
        }
    }

    private static void serve(BenchCluster cluster, CoreSettings core, Staff staff, Path address)
            throws IOException, InterruptedException {
        try (var tokens = cluster.tokens(core)) {
            tokens.start();
            tokens.awaitRunning(START);
            try (var workers = Workers.start(cluster, core, staff);
                    var server = Server.of(
                            ServerSettings.of(core.raw()),
                            core,
                            ServedTokens.parts(cluster, tokens, Set.of(Pipelines.ENGINE), Set.of(Pipelines.SEARCH)))) {
                server.start();
                publish(address, "http://127.0.0.1:" + server.port());
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    /** Each engine is to reach one replica: which of them a call goes to is up to the scheduler of the token streams. */
    private static Staff staff(RawSettings settings, String replicas) {
        return new Staff("openai", "http", number -> settings.with("engine.url", replicas + "/replicas/" + number));
    }

    /** Whole or not at all, since the file is waited for. */
    private static void publish(Path file, String url) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.writeString(draft, url);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
