package io.millrace.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Options of a benchmark, as {@code --name value} or {@code --name=value}. */
public record Arguments(Map<String, String> values) {

    public Arguments {
        values = Map.copyOf(values);
    }

    /**
     * Reads a command line of options that all have a value.
     *
     * @param known option names, without dashes
     * @throws IllegalArgumentException in one sentence, when an option is not known or has no value
     */
    public static Arguments parse(List<String> args, Set<String> known) {
        return parse(args, known, Set.of());
    }

    /**
     * Reads a command line.
     *
     * @param known names of options with a value, without dashes
     * @param flags names of options without one
     * @throws IllegalArgumentException in one sentence, when an option is not known or has no value
     */
    public static Arguments parse(List<String> args, Set<String> known, Set<String> flags) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < args.size(); i++) {
            var parts = args.get(i).split("=", 2);
            var name = parts[0].startsWith("--") ? parts[0].substring(2) : "";
            if (flags.contains(name) && parts.length == 1) {
                values.put(name, "true");
                continue;
            }
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown option " + args.get(i) + "; there are " + all(known, flags));
            }
            if (parts.length == 1 && i + 1 == args.size()) {
                throw new IllegalArgumentException("option " + args.get(i) + " needs a value");
            }
            values.put(name, parts.length == 2 ? parts[1] : args.get(++i));
        }
        return new Arguments(values);
    }

    /** Whether an option was given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** @throws IllegalArgumentException in one sentence, when it is none */
    public long number(String name, long otherwise) {
        var text = values.get(name);
        return text == null ? otherwise : whole(name, text);
    }

    /** @throws IllegalArgumentException in one sentence, when the value of the option is no whole number */
    public static long whole(String name, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " must be a whole number, was '" + text + "'", e);
        }
    }

    private static String all(Set<String> known, Set<String> flags) {
        return Stream.concat(
                        known.stream().sorted().map(name -> "--" + name + " VALUE"),
                        flags.stream().sorted().map(name -> "--" + name))
                .collect(Collectors.joining(", "));
    }
}
