package io.millrace.tokens.plan;

import java.util.HashMap;
import java.util.Map;

/** An extension that is broken: its output has no end. */
public final class AlwaysFails implements ItemFunction {

    @Override
    public String name() {
        return "always-fails";
    }

    @Override
    public Object apply(Map<String, Object> values) {
        var endless = new HashMap<String, Object>();
        endless.put("self", endless);
        return endless;
    }
}
