package io.millrace.engines.simulated;

import io.millrace.events.avro.tokens.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a prompt tells the simulated model to write: the last line of its messages that begins with {@code @simulate}, such as
 * {@code @simulate answer tokens=55 sentences=2 claims=6}. Read strictly: what is not known is an error.
 */
record Directive(Kind kind, Map<String, String> values) {

    private static final String MARK = "@simulate ";

    Directive {
        values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException in one sentence, when there is one that cannot be read */
    static Optional<Directive> in(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.getContent().lines())
                .filter(line -> line.startsWith(MARK))
                .reduce((earlier, later) -> later)
                .map(Directive::parse);
    }

    int whole(String name, int otherwise, int least) {
        var text = values.get(name);
        return text == null ? otherwise : atLeast(least, name, Integer.parseInt(checked(name, text, "\\d{1,6}")));
    }

    int whole(String name, int least) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("@simulate " + kind.id + " needs " + name + "=");
        }
        return whole(name, least, least);
    }

    double number(String name, double otherwise) {
        var text = values.get(name);
        return text == null ? otherwise : Double.parseDouble(checked(name, text, "\\d{1,4}(\\.\\d{1,6})?"));
    }

    private static Directive parse(String line) {
        var words = line.substring(MARK.length()).strip().split("\\s+");
        var kind = Kind.of(words[0]);
        var values = new HashMap<String, String>();
        for (int i = 1; i < words.length; i++) {
            var parts = words[i].split("=", 2);
            if (parts.length < 2 || !kind.names.contains(parts[0])) {
                throw new IllegalArgumentException("@simulate " + words[0] + " does not know '" + words[i] + "'");
            }
            if (values.put(parts[0], parts[1]) != null) {
                throw new IllegalArgumentException("@simulate " + words[0] + " has " + parts[0] + " twice");
            }
        }
        return new Directive(kind, values);
    }

    private static String checked(String name, String text, String pattern) {
        if (!text.matches(pattern)) {
            throw new IllegalArgumentException("@simulate: " + name + " must be a number, was '" + text + "'");
        }
        return text;
    }

    private static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException("@simulate: " + name + " must be at least " + least + ", was " + value);
        }
        return value;
    }

    /** What can be written, and the values that it takes. */
    enum Kind {
        ANSWER("answer", Set.of("tokens", "sentences", "claims")),
        CLAIMS("claims", Set.of("tokens", "last")),
        QUERIES("queries", Set.of("count", "tokens")),
        VERDICT("verdict", Set.of("median", "sigma"));

        private final String id;
        private final Set<String> names;

        Kind(String id, Set<String> names) {
            this.id = id;
            this.names = names;
        }

        private static Kind of(String id) {
            for (var kind : values()) {
                if (kind.id.equals(id)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "@simulate does not know '" + id + "', only answer, claims, queries and verdict");
        }
    }
}
