package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.local.LocalPlatform;
import io.millrace.local.LocalSettings;
import java.nio.file.Path;

/** Broker and registry of a platform: those that the settings name, else embedded ones. */
final class Cluster {

    private Cluster() {}

    /**
     * Refuses half a cluster: a broker of one and a registry of another would not know each other's schemas.
     *
     * @throws CommandFailure USAGE
     */
    static void requireWhole(RawSettings settings) {
        var broker = settings.values().containsKey(CoreSettings.BOOTSTRAP_SERVERS);
        var registry = settings.values().containsKey(CoreSettings.REGISTRY_URL);
        if (broker != registry) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--bootstrap-servers and --registry go together: "
                            + (broker ? CoreSettings.REGISTRY_URL : CoreSettings.BOOTSTRAP_SERVERS)
                            + " is missing, give both or neither");
        }
    }

    /**
     * Starts an embedded cluster where the settings name none.
     *
     * @param settings whole, see {@link #requireWhole}
     * @param parts closes it, also when the JVM ends, after all that was added later
     * @return the settings with broker and registry
     */
    static RawSettings start(RawSettings settings, Path dataDir, Parts parts) {
        if (settings.values().containsKey(CoreSettings.BOOTSTRAP_SERVERS)) {
            return settings;
        }
        var platform = parts.add(LocalPlatform.start(LocalSettings.in(dataDir)).closedByCaller(), LocalPlatform::close);
        return settings.with(CoreSettings.BOOTSTRAP_SERVERS, platform.bootstrapServers())
                .with(CoreSettings.REGISTRY_URL, platform.registryUrl());
    }
}
