package io.millrace.cli.reference;

import static io.millrace.cli.reference.Table.code;

import io.millrace.cli.platform.Pools;
import io.millrace.core.documents.DocumentSettings;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.SettingsReference;
import io.millrace.core.topics.TokensPartitions;
import io.millrace.core.tracing.Tracing;
import io.millrace.engines.index.IndexSettings;
import io.millrace.engines.spi.EngineProvider;
import io.millrace.engines.spi.ServiceProvider;
import io.millrace.engines.worker.WorkerSettings;
import io.millrace.server.FrontDoorSettings;
import io.millrace.server.ServerSettings;
import io.millrace.server.auth.AuthSettings;
import io.millrace.server.peer.PeerSettings;
import io.millrace.tokens.QuotaSettings;
import io.millrace.tokens.TokensSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of all modules, and of the engines and services that are on the class path. */
final class SettingsPage {

    private SettingsPage() {}

    /** The definitions of settings by the title of their section. */
    static Map<String, ConfigDef> definitions() {
        var pool = new ConfigDef(WorkerSettings.definition("NAME"));
        Pools.definition("NAME").configKeys().values().forEach(pool::define);
        TokensSettings.definition("NAME").configKeys().values().forEach(pool::define);
        var quotas = new ConfigDef(QuotaSettings.definition());
        QuotaSettings.definition("NAME").configKeys().values().forEach(quotas::define);
        var sections = new LinkedHashMap<String, ConfigDef>();
        sections.put("Every process", CoreSettings.definition());
        sections.put("Tracing", Tracing.definition());
        sections.put("Documents", DocumentSettings.definition());
        sections.put("Server", ServerSettings.definition());
        sections.put("Authentication and rate limits", AuthSettings.definition());
        sections.put("Other instances", PeerSettings.definition());
        sections.put("Front door", FrontDoorSettings.definition());
        sections.put("Partitions", TokensPartitions.definition());
        sections.put("Token streams", TokensSettings.definition());
        sections.put("Quotas of tenants, and of the tenant NAME", quotas);
        sections.put("Pools", Pools.definition());
        sections.put("Workers, and the pool NAME", pool);
        sections.put("Document index", IndexSettings.definition());
        providers(EngineProvider.class, EngineProvider::name)
                .forEach((name, provider) -> sections.put("Engine " + code(name), provider.settings()));
        providers(ServiceProvider.class, ServiceProvider::name)
                .forEach((name, provider) -> sections.put("Service " + code(name), provider.settings()));
        return sections;
    }

    static String text() {
        var text = new StringBuilder("""
                # Settings

                From a properties file (`--config FILE`), the environment and the command line, each stronger than the one before. In the
                environment `bootstrap.servers` is `MILLRACE_BOOTSTRAP_SERVERS`. Settings that begin with `kafka.` go to all Kafka clients
                and those that begin with `registry.client.` to the registry client, both without the prefix.

                """);
        text.append(definitions().entrySet().stream()
                .map(section -> SettingsReference.markdown(section.getKey(), section.getValue()))
                .collect(Collectors.joining("\n")));
        return text.toString();
    }

    private static <P> Map<String, P> providers(Class<P> type, Function<P, String> name) {
        return ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toMap(name, Function.identity(), (one, other) -> one, TreeMap::new));
    }
}
