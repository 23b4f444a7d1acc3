package io.millrace.tokens.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds one stage from its fields, given the stages before it. */
final class StageBuilder {

    private final StageReader fields;
    private final Map<String, Stage> before;
    private final Map<Integer, Stage> byId = new HashMap<>();
    private final int id;
    private final String name;
    private final Operator op;
    private final List<Integer> inputs;
    private final Set<String> engines;
    private final Set<String> services;

    @SuppressWarnings("TooManyParameters") // one call site, all of it the place of the stage in its plan
    StageBuilder(
            StageReader fields,
            Map<String, Stage> before,
            int id,
            String name,
            Operator op,
            List<Integer> inputs,
            Set<String> engines,
            Set<String> services) {
        this.fields = fields;
        this.before = before;
        before.values().forEach(stage -> byId.put(stage.id(), stage));
        this.id = id;
        this.name = name;
        this.op = op;
        this.inputs = inputs;
        this.engines = engines;
        this.services = services;
    }

    Stage build() {
        var open = open(inputs.get(0));
        var level = op.closesLevel() ? level(open) : -1;
        if (op == Operator.JOIN) {
            checkJoined(open);
        }
        var names = new Names(before.values(), inputs, open);
        var details = new DetailsReader(fields, op, !open.isEmpty(), before.keySet(), names.all()).read();
        var soFar = new LinkedHashMap<>(names.soFar());
        soFar.keySet().retainAll(used(details));
        return new Stage(
                id,
                name,
                op,
                inputs,
                levels(open),
                level,
                pool(),
                details,
                fields.flag("emit"),
                names.visible(),
                soFar);
    }

    private List<Integer> open(int input) {
        return input == Plan.QUESTION ? List.of() : earlier(input).levels();
    }

    /** The parts that a join waits for come at the same paths only where they are in the same levels. */
    private void checkJoined(List<Integer> open) {
        for (var input : inputs) {
            if (!open(input).equals(open)) {
                fields.error(
                        "inputs",
                        "'" + earlier(inputs.get(0)).name() + "' is in the levels " + splits(open) + " and '"
                                + earlier(input).name() + "' in " + splits(open(input)) + "; all must be in the same");
                return;
            }
        }
        var wanted = fields.optional("level", "");
        var innermost = open.isEmpty() ? "" : earlier(open.get(open.size() - 1)).name();
        if (!wanted.equals(innermost)) {
            fields.error(
                    "level",
                    open.isEmpty()
                            ? "'" + wanted + "' is not open where the inputs are, which is in no level; leave it out"
                            : "must be '" + innermost + "', the innermost level that the inputs are in");
        }
    }

    private List<Integer> levels(List<Integer> open) {
        if (op == Operator.SPLIT) {
            var levels = new ArrayList<>(open);
            levels.add(id);
            return levels;
        }
        if (op.closesLevel()) {
            return open.isEmpty() ? open : open.subList(0, open.size() - 1);
        }
        if (op == Operator.SINK && !open.isEmpty()) {
            fields.error("input", "is still inside the levels " + splits(open) + "; close each by a collect first");
        }
        return open;
    }

    private List<String> splits(List<Integer> levels) {
        return levels.stream().map(split -> earlier(split).name()).toList();
    }

    private int level(List<Integer> open) {
        var wanted = fields.required("level");
        var split = before.get(wanted);
        if (split == null || split.op() != Operator.SPLIT) {
            fields.error("level", "no earlier split is called '" + wanted + "'");
            return -1;
        }
        if (open.isEmpty()) {
            fields.error("level", "the input is in no level, so there is nothing to close");
        } else if (open.get(open.size() - 1) != split.id()) {
            var innermost = earlier(open.get(open.size() - 1)).name();
            fields.error("level", "'" + wanted + "' is not the innermost open level; close '" + innermost + "' first");
        }
        return split.id();
    }

    private @Nullable String pool() {
        if (op == Operator.LLM) {
            return known("engine", engines);
        }
        return op == Operator.CALL ? known("service", services) : null;
    }

    private String known(String field, Set<String> pools) {
        var pool = fields.required(field);
        if (!pool.isEmpty() && !pools.contains(pool)) {
            fields.error(
                    field,
                    "unknown " + field + " '" + pool + "'; known: "
                            + pools.stream().sorted().toList());
        }
        return pool;
    }

    private Stage earlier(int stage) {
        return Objects.requireNonNull(byId.get(stage), "a stage only refers to stages before it");
    }

    /** Names that a stage uses, some more perhaps than it does. */
    private Set<String> used(Stage.Details details) {
        var used = new HashSet<String>();
        Stream.of(details.system(), details.template())
                .filter(Objects::nonNull)
                .forEach(template -> used.addAll(template.names()));
        if (details.object() != null) {
            used.addAll(details.object().names());
        }
        if (details.condition() != null) {
            used.addAll(List.of(fields.optional("expression", "").split("\\W+")));
        }
        return used;
    }
}
