package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A split in a {@link Pipeline}: its children, and the ways to close the level that they are in.
 *
 * @param <L> the level that the split is in
 */
public final class OpenLevel<L> extends Output<Pipeline.In<L>> {

    private final @Nullable String outer;

    OpenLevel(Pipeline pipeline, String name, ObjectNode fields, @Nullable String outer) {
        super(pipeline, name, fields, name);
        this.outer = outer;
    }

    @Override
    public OpenLevel<L> emit() {
        super.emit();
        return this;
    }

    /** The list of what survives of a stage in this level. */
    public Output<L> collect(String stage, Output<Pipeline.In<L>> input) {
        return close(stage, input.next(stage, Operator.COLLECT));
    }

    /** The same, handed on while the children come. */
    public Output<L> fold(String stage, Output<Pipeline.In<L>> input) {
        return close(stage, input.next(stage, Operator.FOLD));
    }

    /** The first {@code k} that survive; the others are called off. */
    public Output<L> firstK(String stage, Output<Pipeline.In<L>> input, int k) {
        return close(stage, input.next(stage, Operator.FIRST_K).put("k", k));
    }

    private Output<L> close(String stage, ObjectNode its) {
        return new Output<>(pipeline, stage, its.put("level", name), outer);
    }
}
