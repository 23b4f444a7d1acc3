package io.millrace.tokens.plan;

import java.util.Map;

/** An extension that is broken. */
public final class AlwaysFails implements ItemFunction {

    @Override
    public String name() {
        return "always-fails";
    }

    @Override
    public Object apply(Map<String, Object> values) {
        return apply(values);
    }
}
