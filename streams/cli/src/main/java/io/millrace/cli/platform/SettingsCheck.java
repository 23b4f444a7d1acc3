package io.millrace.cli.platform;

import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import io.millrace.core.topics.TokensPartitions;
import io.millrace.core.tracing.Tracing;
import io.millrace.engines.index.IndexSettings;
import io.millrace.engines.worker.WorkerSettings;
import io.millrace.server.FrontDoorSettings;
import io.millrace.server.ServerSettings;
import io.millrace.server.auth.AuthSettings;
import io.millrace.server.peer.PeerSettings;
import io.millrace.tokens.QuotaSettings;
import io.millrace.tokens.TokensSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Reads the settings of all parts before any of them is started: each reads its own when it starts, and whoever corrects them
 * should hear of every error the first time.
 */
final class SettingsCheck {

    /** Stands for an address that is known only once the broker and the registry run; nothing connects to it. */
    private static final String LATER = "127.0.0.1:1";

    private final RawSettings settings;

    /** Each once: workers of several pools share settings. */
    private final Set<String> errors = new LinkedHashSet<>();

    private SettingsCheck(RawSettings settings) {
        this.settings = settings;
    }

    /**
     * Refuses settings that a part would refuse later.
     *
     * @param settings with or without broker and registry
     * @throws SettingsException with the errors of all parts
     * @throws io.millrace.cli.CommandFailure USAGE when a pool names an engine or a service that there is not
     */
    static void requireValid(RawSettings settings) {
        var check = new SettingsCheck(settings);
        check.readParts();
        Pools.names(settings).forEach(check::readPool);
        if (!check.errors.isEmpty()) {
            throw new SettingsException(List.copyOf(check.errors));
        }
    }

    private void readParts() {
        read(CoreSettings::of, withCluster());
        read(ServerSettings::of, settings);
        read(AuthSettings::of, settings);
        read(FrontDoorSettings.definition());
        read(PeerSettings.definition());
        read(Tracing.definition());
        read(DocumentSettings.definition());
        read(TokensSettings.definition());
        read(TokensPartitions.definition());
        read(IndexSettings.definition());
        read(this::readQuotas, settings);
    }

    private void readQuotas(RawSettings given) {
        read(QuotaSettings.definition());
        QuotaSettings.tenants(given).forEach(tenant -> read(QuotaSettings.definition(tenant)));
    }

    private void readPool(String name) {
        read(WorkerSettings.definition(name));
        read(TokensSettings.definition(name));
        read(PoolWorkers.definition(Pools.pool(name, 1, settings)));
    }

    /** By the part itself, which also finds settings that contradict each other. */
    private void read(Consumer<RawSettings> part, RawSettings given) {
        try {
            part.accept(given);
        } catch (SettingsException e) {
            errors.addAll(e.errors());
        }
    }

    private void read(ConfigDef definition) {
        errors.addAll(settings.errors(definition));
    }

    private RawSettings withCluster() {
        return settings.values().containsKey(CoreSettings.BOOTSTRAP_SERVERS)
                ? settings
                : settings.with(CoreSettings.BOOTSTRAP_SERVERS, LATER)
                        .with(CoreSettings.REGISTRY_URL, "http://" + LATER);
    }
}
