package io.millrace.cli.platform;

import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.local.LocalPlatform;
import io.millrace.local.LocalSettings;
import java.nio.file.Path;

/** Broker and registry of a platform: those that the settings name, else embedded ones. */
final class Cluster {

    private Cluster() {}

    /**
     * Starts an embedded cluster where the settings name none.
     *
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
