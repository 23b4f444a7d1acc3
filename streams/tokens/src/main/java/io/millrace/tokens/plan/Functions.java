package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The functions that a map may name: those on the class path. */
public final class Functions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TreeMap<String, ItemFunction> BY_NAME = byName();

    private Functions() {}

    static Optional<ItemFunction> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * What a function makes of values, as JSON.
     *
     * @throws FunctionException whatever goes wrong in it
     */
    public static JsonNode call(ItemFunction function, Map<String, Object> values) {
        try {
            return JSON.valueToTree(Objects.requireNonNull(function.apply(values), "no output"));
        } catch (RuntimeException | StackOverflowError e) {
            throw new FunctionException("the function '" + function.name() + "' failed: " + e, e);
        }
    }

    private static TreeMap<String, ItemFunction> byName() {
        var byName = new TreeMap<String, ItemFunction>();
        for (var function : ServiceLoader.load(ItemFunction.class, Functions.class.getClassLoader())) {
            if (byName.put(function.name(), function) != null) {
                throw new IllegalStateException("two functions are called '" + function.name() + "'; rename the one of "
                        + function.getClass().getName());
            }
        }
        return byName;
    }

    /** A function that did not give an output; the message says why. */
    public static final class FunctionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FunctionException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
