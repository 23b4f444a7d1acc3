package io.millrace.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options of a benchmark, as {@code --name value} or {@code --name=value}. */
public record Arguments(Map<String, String> values) {

    public Arguments {
        values = Map.copyOf(values);
    }

    /**
     * Reads a command line.
     *
     * @param known option names, without dashes
     * @throws IllegalArgumentException in one sentence, when an option is not known or has no value
     */
    public static Arguments parse(List<String> args, Set<String> known) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < args.size(); i++) {
            var parts = args.get(i).split("=", 2);
            var name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown option " + args.get(i) + "; there are --"
                        + String.join(" VALUE, --", known) + " VALUE");
            }
            if (parts.length == 1 && i + 1 == args.size()) {
                throw new IllegalArgumentException("option " + args.get(i) + " needs a value");
            }
            values.put(name, parts.length == 2 ? parts[1] : args.get(++i));
        }
        return new Arguments(values);
    }

    public String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
