package io.millrace.tokens.plan;

import io.millrace.events.tokens.Sampling;
import io.millrace.tokens.parse.ItemParser;
import io.millrace.tokens.parse.ItemParserProvider.InvalidFieldException;
import io.millrace.tokens.parse.Parsers;
import java.util.ArrayList;
import java.util.Collection;
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
        var details = details(names);
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

    private Stage.Details details(Names names) {
        var system = fields.template("system");
        var text = op == Operator.SINK ? "text" : "template";
        var template = fields.template(text);
        var object = fields.shape("object");
        checkNames("system", system == null ? Set.of() : system.names(), names.all());
        checkNames(text, template == null ? Set.of() : template.names(), names.all());
        checkNames("object", object == null ? Set.of() : object.names(), names.all());
        if (op == Operator.LLM && template == null) {
            fields.required("template");
        }
        if (op == Operator.MAP && fields.present("template", "object", "function") != 1) {
            fields.error("template", "a map needs one of 'template', 'object' and 'function'");
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
                op == Operator.FILTER ? condition(names.all()) : null,
                object,
                op == Operator.MAP ? function() : null,
                op == Operator.FIRST_K ? fields.count("k") : 0,
                affinity(),
                retry(),
                fields.parameters());
    }

    private boolean affinity() {
        var affinity = fields.optional("affinity", "");
        if (!affinity.isEmpty() && !affinity.equals("scope")) {
            fields.error("affinity", "must be scope, was '" + affinity + "'");
        } else if (!affinity.isEmpty() && open(inputs.get(0)).isEmpty()) {
            fields.error("affinity", "the input is in no level, so there is no scope whose parts could meet");
        }
        return !affinity.isEmpty();
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

    private Retry retry() {
        var wanted = fields.optional("retry", Retry.RESTART.word());
        var retry = Retry.of(wanted);
        if (retry.isEmpty()) {
            fields.error("retry", "must be restart, continue or none, was '" + wanted + "'");
        } else if (retry.get() == Retry.CONTINUE && op != Operator.LLM) {
            fields.error("retry", "only the text of a model call can be continued");
        } else if (retry.get() == Retry.CONTINUE && !Sampling.isRepeatable(fields.parameters())) {
            fields.error(
                    "retry", "only what can be repeated is continued: set the parameter temperature to 0, or a seed");
        }
        return retry.orElse(Retry.RESTART);
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

    private @Nullable ItemFunction function() {
        var wanted = fields.optional("function", "");
        var function = Functions.find(wanted);
        if (function.isEmpty() && !wanted.isEmpty()) {
            fields.error("function", "unknown function '" + wanted + "'; known: " + Functions.names());
        }
        return function.orElse(null);
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
