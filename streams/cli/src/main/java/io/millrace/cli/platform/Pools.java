package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.worker.WorkerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** The pools of an installation, as the settings name them. */
public final class Pools {

    private static final String NAMES = "pools";
    private static final String DEFAULT_NAMES = "chat,retrieve";
    private static final Map<String, String> DEFAULT_SERVICES = Map.of("retrieve", "retrieve");

    private final List<Pool> pools;

    private Pools(List<Pool> pools) {
        this.pools = List.copyOf(pools);
    }

    public static Pools of(RawSettings settings) {
        return new Pools(names(settings).stream()
                .map(name -> pool(name, WorkerSettings.of(name, settings).lanes(), settings))
                .toList());
    }

    static List<String> names(RawSettings settings) {
        return settings.parse(definition()).getList(NAMES).stream()
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The setting that names them. */
    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        NAMES,
                        ConfigDef.Type.LIST,
                        DEFAULT_NAMES,
                        Importance.HIGH,
                        "Pools of the installation, separated by commas; each has workers and a topic of work.");
    }

    /** What serves one pool. */
    public static ConfigDef definition(String pool) {
        return new ConfigDef()
                .define(
                        serviceKey(pool),
                        ConfigDef.Type.STRING,
                        DEFAULT_SERVICES.getOrDefault(pool, ""),
                        Importance.HIGH,
                        "Service that serves the pool, such as retrieve or http; without one an engine does.")
                .define(
                        engineKey(pool),
                        ConfigDef.Type.STRING,
                        "",
                        Importance.HIGH,
                        "Engine that serves the pool; when empty, openai where engine.url is set, else local.");
    }

    List<Pool> all() {
        return pools;
    }

    Pool named(String name) {
        return pools.stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "there is no pool '" + name + "': choose one of "
                                + pools.stream().map(Pool::name).collect(Collectors.joining(", "))
                                + ", or add it to the setting " + NAMES));
    }

    /** Number of lanes by pool. */
    Map<String, Integer> lanes() {
        var lanes = new LinkedHashMap<String, Integer>();
        pools.forEach(pool -> lanes.put(pool.name(), pool.lanes()));
        return lanes;
    }

    /** Pools that language-model stages may name. */
    public Set<String> engines() {
        return names(Pool.Kind.ENGINE);
    }

    /** Pools that call stages may name. */
    public Set<String> services() {
        return names(Pool.Kind.SERVICE);
    }

    private Set<String> names(Pool.Kind kind) {
        return pools.stream()
                .filter(pool -> pool.kind() == kind)
                .map(Pool::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** With what serves it, whether or not the settings of its worker can be read. */
    static Pool pool(String name, int lanes, RawSettings settings) {
        var own = settings.parse(definition(name));
        var service = own.getString(serviceKey(name));
        if (!service.isEmpty()) {
            return new Pool(name, Pool.Kind.SERVICE, service, lanes);
        }
        var engine = own.getString(engineKey(name));
        return new Pool(name, Pool.Kind.ENGINE, engine.isEmpty() ? engineByUrl(settings) : engine, lanes);
    }

    private static String engineByUrl(RawSettings settings) {
        return settings.values().getOrDefault("engine.url", "").isEmpty() ? "local" : "openai";
    }

    private static String serviceKey(String pool) {
        return "pool." + pool + ".service";
    }

    private static String engineKey(String pool) {
        return "pool." + pool + ".engine";
    }
}
