package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a {@link Pipeline} and what comes of it.
 *
 * @param <L> the level that its items are in
 */
public sealed class Output<L> permits ModelCall, OpenLevel, ServiceCall {

    private static final ObjectMapper JSON = new ObjectMapper();

    final Pipeline pipeline;
    final String name;
    final ObjectNode fields;

    /** The split that opened the innermost level; null outside all. */
    final @Nullable String level;

    Output(Pipeline pipeline, String name, ObjectNode fields, @Nullable String level) {
        this.pipeline = pipeline;
        this.name = name;
        this.fields = fields;
        this.level = level;
    }

    /** The client sees it as it comes. */
    public Output<L> emit() {
        fields.put("emit", true);
        return this;
    }

    /** A streamed call of a language model; it needs a template. */
    public ModelCall<L> llm(String stage, String engine) {
        return new ModelCall<>(pipeline, stage, next(stage, Operator.LLM).put("engine", engine), level);
    }

    /** A one-shot call of a service, with what it is told. */
    public ServiceCall<L> call(String stage, String service, Map<String, ?> parameters) {
        var call = next(stage, Operator.CALL).put("service", service);
        if (!parameters.isEmpty()) {
            call.set("parameters", JSON.valueToTree(parameters));
        }
        return new ServiceCall<>(pipeline, stage, call, level);
    }

    /** Opens a level. */
    public OpenLevel<L> split(String stage, String parser) {
        return split(stage, parser, Map.of());
    }

    /** Opens a level, by a parser with fields of its own. */
    public OpenLevel<L> split(String stage, String parser, Map<String, ?> parserFields) {
        var split = next(stage, Operator.SPLIT).put("parser", parser);
        parserFields.forEach((field, value) -> split.set(field, JSON.valueToTree(value)));
        return new OpenLevel<>(pipeline, stage, split, level);
    }

    /** A text from a template. */
    public Output<L> map(String stage, String template) {
        return here(stage, next(stage, Operator.MAP).put("template", template));
    }

    /** An object whose strings are templates. */
    public Output<L> object(String stage, Map<String, ?> object) {
        var map = next(stage, Operator.MAP);
        map.set("object", JSON.valueToTree(object));
        return here(stage, map);
    }

    /** What an {@link ItemFunction} makes of it. */
    public Output<L> function(String stage, String function) {
        return here(stage, next(stage, Operator.MAP).put("function", function));
    }

    /** Lets pass what the expression holds for. */
    public Output<L> filter(String stage, String expression) {
        return here(stage, next(stage, Operator.FILTER).put("expression", expression));
    }

    /** One object of this output and others at the same path. */
    @SafeVarargs
    public final Output<L> join(String stage, Output<L>... others) {
        var join = pipeline.add(stage, Operator.JOIN);
        var inputs = join.putArray("inputs").add(name);
        for (var other : others) {
            inputs.add(other.name);
        }
        if (level != null) {
            join.put("level", level);
        }
        return here(stage, join);
    }

    private Output<L> here(String stage, ObjectNode its) {
        return new Output<>(pipeline, stage, its, level);
    }

    final ObjectNode next(String stage, Operator op) {
        var its = pipeline.add(stage, op);
        return name.equals(Plan.QUESTION_NAME) ? its : its.put("input", name);
    }
}
