package io.millrace.tokens.plan;

import java.util.Map;

/** Counts the words of the question, as an extension would. */
public final class CountWords implements ItemFunction {

    @Override
    public String name() {
        return "count-words";
    }

    @Override
    public Object apply(Map<String, Object> values) {
        return Map.of("words", String.valueOf(values.get("question")).split("\\s+").length);
    }
}
