package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Writes a plan in Java: the same plan, with the same digest, as in YAML. Each stage is a handle whose methods add the stages
 * that take its output; levels are types, so that one that is not open cannot be closed and two stages of different depth
 * cannot be joined. All else is checked by {@link #plan}, as for any plan. Not for several threads.
 *
 * <pre>{@code
 * var pipeline = Pipeline.named("headlines");
 * var answer = pipeline.question().llm("answer", "chat").template("{{question}}").emit();
 * var line = answer.split("line", "lines");
 * var headline = line.llm("headline", "chat").template("A headline for {{line}}");
 * pipeline.sink("result", line.collect("items", headline), "{{answer}}");
 * }</pre>
 */
public final class Pipeline {

    /** Outside all levels. */
    public interface Root {}

    /** One level further in than {@code L}. */
    public interface In<L> {}

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ArrayNode stages = root.putArray("stages");

    private Pipeline(String name) {
        root.put("pipeline", name);
    }

    public static Pipeline named(String name) {
        return new Pipeline(name);
    }

    public Pipeline describedAs(String description) {
        root.put("description", description);
        return this;
    }

    /** The request, which stages without another input take. */
    public Output<Root> question() {
        return new Output<>(this, Plan.QUESTION_NAME, JsonNodeFactory.instance.objectNode(), null);
    }

    /**
     * The answer to the request.
     *
     * @param text its text as a template
     */
    public Pipeline sink(String name, Output<Root> input, String text) {
        input.next(name, Operator.SINK).put("text", text);
        return this;
    }

    /** The answer to the request, with the text that the input has. */
    public Pipeline sink(String name, Output<Root> input) {
        input.next(name, Operator.SINK);
        return this;
    }

    /** The plan as JSON, to be published. */
    public String json() {
        return root.toString();
    }

    /**
     * The plan, checked.
     *
     * @param engines pools that model calls may name
     * @param services pools that other calls may name
     * @throws InvalidPlanException with every error and its place
     */
    public Plan plan(Set<String> engines, Set<String> services) {
        return PlanParser.parse(json(), engines, services);
    }

    ObjectNode add(String name, Operator op) {
        return stages.addObject().put("name", name).put("op", op.word());
    }
}
