package io.millrace.tokens.parse;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The parsers that a split may name: those that come with Millrace and those on the class path. */
public final class Parsers {

    private static final TreeMap<String, ItemParserProvider> BY_NAME = byName();

    private Parsers() {}

    public static Optional<ItemParserProvider> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    private static TreeMap<String, ItemParserProvider> byName() {
        var byName = new TreeMap<String, ItemParserProvider>();
        BuiltIn.ALL.forEach(provider -> byName.put(provider.name(), provider));
        for (var provider : ServiceLoader.load(ItemParserProvider.class, Parsers.class.getClassLoader())) {
            var other = byName.put(provider.name(), new GuardedProvider(provider));
            if (other != null) {
                throw new IllegalStateException("two parsers are called '" + provider.name() + "'; rename the one of "
                        + provider.getClass().getName());
            }
        }
        return byName;
    }
}
