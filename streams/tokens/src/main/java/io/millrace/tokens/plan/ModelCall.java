package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A streamed call of a language model in a {@link Pipeline}.
 *
 * @param <L> the level that its items are in
 */
public final class ModelCall<L> extends Output<L> {

    ModelCall(Pipeline pipeline, String name, ObjectNode fields, @Nullable String level) {
        super(pipeline, name, fields, level);
    }

    @Override
    public ModelCall<L> emit() {
        super.emit();
        return this;
    }

    public ModelCall<L> system(String template) {
        fields.put("system", template);
        return this;
    }

    public ModelCall<L> template(String template) {
        fields.put("template", template);
        return this;
    }

    /** It sees the earlier messages of the conversation. */
    public ModelCall<L> history() {
        fields.put("history", true);
        return this;
    }

    /** Its text is JSON. */
    public ModelCall<L> json() {
        fields.put("output", "json");
        return this;
    }

    /** What becomes of it when its run ends early. */
    public ModelCall<L> retry(Retry retry) {
        fields.put("retry", retry.word());
        return this;
    }

    /** What the engine is told. */
    public ModelCall<L> parameter(String parameter, Object value) {
        fields.withObjectProperty("parameters").putPOJO(parameter, value);
        return this;
    }
}
