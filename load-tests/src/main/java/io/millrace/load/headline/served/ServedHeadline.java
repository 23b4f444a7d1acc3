package io.millrace.load.headline.served;

import io.millrace.core.settings.CoreSettings;
import io.millrace.load.cluster.BenchCluster;
import io.millrace.load.cluster.ClusterOptions;
import io.millrace.load.headline.Answer;
import io.millrace.load.headline.Mode;
import io.millrace.load.headline.real.Pipelines;
import io.millrace.load.headline.real.Prompts;
import io.millrace.load.openloop.SystemUnderLoad;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The platform on a broker that runs, in a new process for each run; asked over HTTP as OpenAI's clients ask it. */
public final class ServedHeadline implements SystemUnderLoad {

    /** Of the platform, beside those of the cluster and what the defaults are. */
    public static final Map<String, String> SETTINGS = Map.of(
            "server.port", "0",
            "server.streams", "5000",
            "engine.first.token.timeout.ms", "300000");

    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final BenchCluster cluster;
    private final ClusterOptions options;
    private final Mode mode;
    private Duration before = Duration.ZERO;
    private @Nullable PlatformProcess process;
    private @Nullable ChatClient client;

    /**
     * Not started yet.
     *
     * @param cluster with the pools that {@link Pipelines} names
     * @param dataDir of the platform's state and log
     * @param settings over {@link #SETTINGS}
     */
    public ServedHeadline(BenchCluster cluster, Path dataDir, Map<String, String> settings, Mode mode) {
        var values = new HashMap<>(SETTINGS);
        values.putAll(settings);
        var known = cluster.settings().values();
        this.cluster = cluster;
        this.options = new ClusterOptions(
                known.get(CoreSettings.BOOTSTRAP_SERVERS), known.get(CoreSettings.REGISTRY_URL), dataDir, values);
        this.mode = mode;
    }

    @Override
    public void start(URI engine) throws IOException, InterruptedException {
        var started = PlatformProcess.start(options, engine);
        process = started;
        var asking = new ChatClient(started.address(), DEADLINE);
        asking.publish(
                Pipelines.name(mode), Pipelines.of(mode, Pipelines.Found.OBJECT).json());
        client = asking;
        before = used();
    }

    @Override
    public void ask(int id, Answer answer, Progress progress) {
        var question = Prompts.question(String.valueOf(id), answer);
        started(client).ask(Pipelines.name(mode), question, answer.claims(), progress);
    }

    /** Of the platform's process and the broker. */
    @Override
    public Duration processorTime() {
        return used().minus(before);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private Duration used() {
        return started(process).processorTime().plus(cluster.brokerTime());
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the platform has not been started");
        }
        return part;
    }
}
