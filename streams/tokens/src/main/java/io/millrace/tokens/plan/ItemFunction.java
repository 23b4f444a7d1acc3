package io.millrace.tokens.plan;

import java.util.Map;

/**
 * A function that a {@code map} may name. Those on the class path are found by {@link java.util.ServiceLoader}; every process that
 * checks or runs plans needs the same ones.
 */
public interface ItemFunction {

    /** What a map names it by. */
    String name();

    /**
     * Called by several threads, and again for the same item when a transaction is repeated: the same values must give the
     * same output, and nothing else may come of it. It holds up all requests of its thread while it runs.
     *
     * @param values what the map sees by name, {@code parameters} too: text as strings, JSON as maps, lists, numbers and so on;
     *     without documents
     * @return a string for text, or what Jackson writes as JSON; never null
     * @throws RuntimeException of any kind to end the item with {@code FUNCTION}
     */
    Object apply(Map<String, Object> values);
}
