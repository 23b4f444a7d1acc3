package io.millrace.tokens.plan;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A pipeline that has passed every check. Immutable; may be shared between threads.
 *
 * @param name name of the pipeline
 * @param stages in the order of the plan; the id of a stage is its place
 * @param canonicalJson the plan as JSON with sorted keys
 * @param digest lower-case hexadecimal SHA-256 of {@code canonicalJson}
 */
public record Plan(String name, List<Stage> stages, String canonicalJson, String digest) {

    /** In place of a stage id: the request itself. */
    public static final int QUESTION = -1;

    /** What templates call the input of the request. */
    public static final String QUESTION_NAME = "question";

    public Plan {
        stages = List.copyOf(stages);
    }

    public Stage stage(int id) {
        return stages.get(id);
    }

    public Optional<Stage> find(String stage) {
        return stages.stream().filter(s -> s.name().equals(stage)).findFirst();
    }

    /** The stages that take the output of {@code id}, in the order of the plan. */
    public List<Stage> consumers(int id) {
        return stages.stream().filter(s -> s.input() == id).toList();
    }

    /** The stages that close the level which the split {@code id} opens. */
    public List<Stage> collectors(int id) {
        return stages.stream()
                .filter(s -> s.op() == Operator.COLLECT && s.level() == id)
                .toList();
    }

    public Stage sink() {
        return stages.stream()
                .filter(s -> s.op() == Operator.SINK)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("plan " + name + " has no sink"));
    }
}
