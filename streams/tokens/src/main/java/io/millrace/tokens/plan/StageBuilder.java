package io.millrace.tokens.plan;

import io.millrace.tokens.parse.ItemParser;
import io.millrace.tokens.parse.ItemParserProvider.InvalidFieldException;
import io.millrace.tokens.parse.Parsers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds one stage from its fields, given the stages before it. */
final class StageBuilder {

    private final StageReader fields;
    private final Map<String, Stage> before;
    private final Map<Integer, Stage> byId = new HashMap<>();
    private final int id;
    private final String name;
    private final Operator op;
    private final int input;
    private final Set<String> engines;
    private final Set<String> services;

    @SuppressWarnings("TooManyParameters") // one call site, all of it the place of the stage in its plan
    StageBuilder(
            StageReader fields,
            Map<String, Stage> before,
            int id,
            String name,
            Operator op,
            int input,
            Set<String> engines,
            Set<String> services) {
        this.fields = fields;
        this.before = before;
        before.values().forEach(stage -> byId.put(stage.id(), stage));
        this.id = id;
        this.name = name;
        this.op = op;
        this.input = input;
        this.engines = engines;
        this.services = services;
    }

    Stage build() {
        var open = input == Plan.QUESTION ? List.<Integer>of() : earlier(input).levels();
        var level = op == Operator.COLLECT ? level(open) : -1;
        var visible = visible(level);
        var details = details(visible);
        return new Stage(id, name, op, input, levels(open), level, pool(), details, fields.flag("emit"), visible);
    }

    private List<Integer> levels(List<Integer> open) {
        if (op == Operator.SPLIT) {
            var levels = new ArrayList<>(open);
            levels.add(id);
            return levels;
        }
        if (op == Operator.COLLECT) {
            return open.isEmpty() ? open : open.subList(0, open.size() - 1);
        }
        if (op == Operator.SINK && !open.isEmpty()) {
            var names = open.stream().map(split -> earlier(split).name()).toList();
            fields.error("input", "is still inside the levels " + names + "; close each by a collect first");
        }
        return open;
    }

    private int level(List<Integer> open) {
        var wanted = fields.required("level");
        var split = before.get(wanted);
        if (split == null || split.op() != Operator.SPLIT) {
            fields.error("level", "no earlier split is called '" + wanted + "'");
            return -1;
        }
        if (open.isEmpty()) {
            fields.error("level", "the input is in no level, so there is nothing to collect");
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

    /**
     * The names that a template may use: whatever is complete when the stage runs. Going up the inputs, the stream that a
     * split is still cutting is not complete; behind a collect it is, and the inside of the level is left out.
     */
    private Map<String, Integer> visible(int level) {
        var visible = new LinkedHashMap<String, Integer>();
        visible.put(Plan.QUESTION_NAME, Plan.QUESTION);
        var at = input;
        var beingCut = false;
        if (level >= 0) {
            at = earlier(level).input();
        }
        while (at != Plan.QUESTION) {
            var stage = earlier(at);
            if (!(beingCut && stage.streams())) {
                visible.put(stage.name(), stage.id());
            }
            beingCut = stage.op() == Operator.SPLIT;
            var closes = stage.op() == Operator.COLLECT && stage.level() >= 0;
            at = closes ? earlier(stage.level()).input() : stage.input();
        }
        return visible;
    }

    private Stage earlier(int stage) {
        return Objects.requireNonNull(byId.get(stage), "a stage only refers to stages before it");
    }

    private Stage.Details details(Map<String, Integer> visible) {
        var system = fields.template("system");
        var template = fields.template(op == Operator.SINK ? "text" : "template");
        var object = fields.shape("object");
        checkNames("system", system == null ? Set.of() : system.names(), visible.keySet());
        checkNames("template", template == null ? Set.of() : template.names(), visible.keySet());
        checkNames("object", object == null ? Set.of() : object.names(), visible.keySet());
        if (op == Operator.LLM && template == null) {
            fields.required("template");
        }
        if (op == Operator.MAP && (template == null) == (object == null)) {
            fields.error("template", "a map needs either 'template' or 'object'");
        }
        var output = op == Operator.LLM ? fields.optional("output", "text") : "text";
        if (!Set.of("text", "json").contains(output)) {
            fields.error("output", "must be text or json, was '" + output + "'");
        }
        return new Stage.Details(
                system,
                template,
                fields.flag("history"),
                output.equals("json"),
                op == Operator.SPLIT ? parser() : null,
                op == Operator.FILTER ? condition(visible.keySet()) : null,
                object,
                fields.parameters());
    }

    private void checkNames(String field, Collection<String> used, Collection<String> visible) {
        for (var name : used) {
            if (!visible.contains(name) && !name.equals("parameters")) {
                var late = before.containsKey(name) ? " (it is not complete when this stage runs)" : "";
                fields.error(
                        field,
                        "'" + name + "' is not there to use" + late + "; known: "
                                + visible.stream().sorted().toList());
            }
        }
    }

    private @Nullable ItemParser parser() {
        var wanted = fields.required("parser");
        var parser = Parsers.find(wanted);
        if (parser.isEmpty() && !wanted.isEmpty()) {
            fields.error("parser", "unknown parser '" + wanted + "'; known: " + Parsers.names());
        }
        try {
            return parser.map(known -> known.create(fields.values(known.fields())))
                    .orElse(null);
        } catch (InvalidFieldException e) {
            fields.error(e.field(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Condition condition(Collection<String> visible) {
        var source = fields.required("expression");
        try {
            return source.isEmpty() ? null : Condition.of(source, visible);
        } catch (Condition.ConditionException e) {
            fields.error("expression", "is not a condition: " + e.getMessage());
            return null;
        }
    }
}
