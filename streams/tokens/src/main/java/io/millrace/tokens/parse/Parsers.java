package io.millrace.tokens.parse;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parsers that a split may name. */
public final class Parsers {

    private static final Map<String, ItemParser> BY_NAME = new TreeMap<>(Map.of(
            "sentences", new SentenceParser(),
            "lines", new LineParser(),
            "json-array", new JsonArrayParser()));

    private Parsers() {}

    public static Optional<ItemParser> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public static Iterable<String> names() {
        return BY_NAME.keySet();
    }
}
