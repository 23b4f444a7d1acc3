package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.worker.WorkerSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        return new Pools(Arrays.stream(
                        settings.values().getOrDefault(NAMES, DEFAULT_NAMES).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> pool(name, settings))
                .toList());
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

    private static Pool pool(String name, RawSettings settings) {
        var lanes = WorkerSettings.of(name, settings).lanes();
        var values = settings.values();
        var service = values.getOrDefault("pool." + name + ".service", DEFAULT_SERVICES.getOrDefault(name, ""));
        if (!service.isEmpty()) {
            return new Pool(name, Pool.Kind.SERVICE, service, lanes);
        }
        var byUrl = values.getOrDefault("engine.url", "").isEmpty() ? "local" : "openai";
        return new Pool(name, Pool.Kind.ENGINE, values.getOrDefault("pool." + name + ".engine", byUrl), lanes);
    }
}
