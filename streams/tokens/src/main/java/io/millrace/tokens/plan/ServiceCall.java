package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A one-shot call of a service in a {@link Pipeline}.
 *
 * @param <L> the level that its items are in
 */
public final class ServiceCall<L> extends Output<L> {

    ServiceCall(Pipeline pipeline, String name, ObjectNode fields, @Nullable String level) {
        super(pipeline, name, fields, level);
    }

    @Override
    public ServiceCall<L> emit() {
        super.emit();
        return this;
    }

    /** What becomes of it when its run ends early; it cannot be continued. */
    public ServiceCall<L> retry(Retry retry) {
        fields.put("retry", retry.word());
        return this;
    }

    /** All calls of a scope go to one replica, whose service sees them all. */
    public ServiceCall<L> affinityToScope() {
        fields.put("affinity", "scope");
        return this;
    }
}
