package io.millrace.tokens.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The names that the templates of one stage may use, given the stages before it. */
final class Names {

    /** Behind the name of a split: its children up to the one that the stage is in. */
    static final String SO_FAR = "_so_far";

    private final Map<Integer, Stage> byId = new HashMap<>();
    private final Map<String, Integer> visible = new LinkedHashMap<>();
    private final Map<String, Integer> soFar = new LinkedHashMap<>();
    private final Set<Integer> complete = new HashSet<>();
    private final Set<Integer> growing = new HashSet<>();

    /**
     * @param inputs of the stage
     * @param open levels that these are in
     */
    Names(Iterable<Stage> before, List<Integer> inputs, List<Integer> open) {
        before.forEach(stage -> byId.put(stage.id(), stage));
        visible.put(Plan.QUESTION_NAME, Plan.QUESTION);
        inputs.forEach(input -> see(input, false));
        open.forEach(split -> soFar.put(stage(split).name() + SO_FAR, split));
    }

    /** Outputs that are complete when the stage runs, each with the stage that gives it. */
    Map<String, Integer> visible() {
        return visible;
    }

    /** Names for the children so far, each with the split. */
    Map<String, Integer> soFar() {
        return soFar;
    }

    Set<String> all() {
        var all = new HashSet<>(visible.keySet());
        all.addAll(soFar.keySet());
        return all;
    }

    /**
     * Sees a stage and, going up its inputs, those that are complete with it. The stream that a split is still cutting is
     * not, nor are those that a fold or a first-k hands on while they come; behind a collect all are, and the inside of the level is
     * left out.
     *
     * @param isGrowing whether the output of the stage need not be complete
     */
    private void see(int id, boolean isGrowing) {
        if (id == Plan.QUESTION || !(isGrowing ? growing : complete).add(id)) {
            return;
        }
        var stage = stage(id);
        if (!(isGrowing && stage.streams())) {
            visible.put(stage.name(), id);
        }
        if (stage.op().closesLevel()) {
            var early = stage.op() == Operator.FIRST_K || stage.op() == Operator.FOLD && isGrowing;
            if (stage.level() >= 0) {
                see(stage(stage.level()).input(), early);
            }
        } else {
            stage.inputs().forEach(input -> see(input, stage.op() == Operator.SPLIT));
        }
    }

    private Stage stage(int id) {
        return Objects.requireNonNull(byId.get(id), "a stage only refers to stages before it");
    }
}
