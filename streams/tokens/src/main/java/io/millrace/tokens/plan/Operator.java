package io.millrace.tokens.plan;

import java.util.Arrays;
import java.util.Optional;

/** What a stage does with its input. */
public enum Operator {
    /** Streamed call of a language model. */
    LLM("llm"),
    /** One-shot call of a service. */
    CALL("call"),
    /** Opens a level: emits each child as soon as the parser closes it. */
    SPLIT("split"),
    /** A new value from a template. */
    MAP("map"),
    /** Lets an item pass or drops it, never silently. */
    FILTER("filter"),
    /** Closes a level: joins the surviving children in index order. */
    COLLECT("collect"),
    /** The same, and hands each child on as soon as it and all before it have ended. */
    FOLD("fold"),
    /** Closes a level with the first children that survive, and calls off the others. */
    FIRST_K("firstK"),
    /** One object of the outputs of several stages. */
    JOIN("join"),
    /** The answer to the request. */
    SINK("sink");

    private final String word;

    Operator(String word) {
        this.word = word;
    }

    /** The name in a plan. */
    public String word() {
        return word;
    }

    /** Whether a worker does it, so that its output arrives as elements. */
    public boolean isCall() {
        return this == LLM || this == CALL;
    }

    /** Whether it closes the level that a split opens. */
    public boolean closesLevel() {
        return this == COLLECT || this == FOLD || this == FIRST_K;
    }

    public static Optional<Operator> of(String word) {
        return Arrays.stream(values()).filter(op -> op.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
