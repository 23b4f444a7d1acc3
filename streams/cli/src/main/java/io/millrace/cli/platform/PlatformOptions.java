package io.millrace.cli.platform;

import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster a command works on, and where it keeps its data. */
public final class PlatformOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    private @Nullable Path config;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers (MILLRACE_BOOTSTRAP_SERVERS).")
    private @Nullable String bootstrapServers;

    @Option(names = "--registry", paramLabel = "URL", description = "Schema registry (MILLRACE_REGISTRY_URL).")
    private @Nullable String registry;

    @Mixin
    private DataDirectoryOption data;

    public Path dataDir() {
        return data.directory();
    }

    /**
     * Settings from the file, the environment and the options, in order of rising precedence; what is kept on disk lies in
     * the data directory unless they say otherwise.
     */
    public RawSettings settings() {
        var settings = RawSettings.load(config, System.getenv(), Map.of())
                .withGiven(CoreSettings.BOOTSTRAP_SERVERS, bootstrapServers)
                .withGiven(CoreSettings.REGISTRY_URL, registry);
        for (var directory : directories().entrySet()) {
            if (!settings.values().containsKey(directory.getKey())) {
                settings = settings.with(directory.getKey(), directory.getValue());
            }
        }
        return settings;
    }

    /**
     * The same, with broker and registry of the platform that runs on the data directory where none are given.
     *
     * @throws io.millrace.cli.CommandFailure USAGE when only one of them is given
     */
    public RawSettings settingsOfRunning() {
        var settings = settings();
        Cluster.requireWhole(settings);
        var running = RunningInstance.find(dataDir());
        if (running.isEmpty() || settings.values().containsKey(CoreSettings.BOOTSTRAP_SERVERS)) {
            return settings;
        }
        return settings.with(CoreSettings.BOOTSTRAP_SERVERS, running.get().bootstrapServers())
                .with(CoreSettings.REGISTRY_URL, running.get().registryUrl());
    }

    /** As {@link #settingsOfRunning()}, for commands that keep no state, so that it does not matter where it would lie. */
    public RawSettings settingsOfStateless() {
        return settingsOfRunning().with(CoreSettings.STATE_DIR_TMP_ALLOWED, "true");
    }

    private Map<String, String> directories() {
        return Map.of(
                CoreSettings.STATE_DIR,
                dataDir().resolve("streams").toString(),
                "index.dir",
                dataDir().resolve("index").toString(),
                "natives.dir",
                dataDir().resolve("natives").toString());
    }
}
