package io.millrace.load.cluster;

import io.millrace.load.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of a measurement.
 *
 * @param bootstrapServers of a cluster that no other application uses; null starts one in {@code dataDir}
 * @param registryUrl of that cluster
 * @param dataDir of a cluster of its own, and state of the applications
 * @param settings of the applications, over the defaults
 */
public record ClusterOptions(
        @Nullable String bootstrapServers, @Nullable String registryUrl, Path dataDir, Map<String, String> settings) {

    public static final String USAGE = """
            --bootstrap-servers HOST:PORT and --registry URL
                                    a cluster that no other application uses, instead of one of its own
            --data-dir DIR          of its own cluster (default .millrace/bench)
            --set KEY=VALUE,...     settings of the applications
            """;

    private static final Set<String> NAMES = Set.of("bootstrap-servers", "registry", "data-dir", "set");

    public ClusterOptions {
        if ((bootstrapServers == null) != (registryUrl == null)) {
            throw new IllegalArgumentException("--bootstrap-servers and --registry go together");
        }
        settings = Map.copyOf(settings);
    }

    /** Names of these options and of others. */
    public static Set<String> and(Set<String> others) {
        return Stream.concat(NAMES.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException in one sentence, when the command line makes no sense */
    public static ClusterOptions of(Arguments given) {
        return new ClusterOptions(
                given.values().get("bootstrap-servers"),
                given.values().get("registry"),
                Path.of(given.get("data-dir", ".millrace/bench")),
                settings(given.get("set", "")));
    }

    /** As {@link #of} reads them; no setting may hold a comma. */
    public List<String> toArguments() {
        var arguments = new ArrayList<>(List.of("--data-dir", dataDir.toString()));
        if (bootstrapServers != null && registryUrl != null) {
            arguments.addAll(List.of("--bootstrap-servers", bootstrapServers, "--registry", registryUrl));
        }
        if (!settings.isEmpty()) {
            var list = settings.entrySet().stream()
                    .map(setting -> setting.getKey() + "=" + setting.getValue())
                    .collect(Collectors.joining(","));
            arguments.addAll(List.of("--set", list));
        }
        return arguments;
    }

    private static Map<String, String> settings(String list) {
        var settings = new HashMap<String, String>();
        for (var setting : list.split(",")) {
            var parts = setting.split("=", 2);
            if (parts.length == 2) {
                settings.put(parts[0].strip(), parts[1].strip());
            } else if (!setting.isBlank()) {
                throw new IllegalArgumentException("--set takes key=value,key=value, was " + list);
            }
        }
        return settings;
    }
}
