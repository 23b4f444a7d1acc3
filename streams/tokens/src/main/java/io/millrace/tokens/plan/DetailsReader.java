package io.millrace.tokens.plan;

import io.millrace.events.tokens.Sampling;
import io.millrace.tokens.parse.ItemParser;
import io.millrace.tokens.parse.ItemParserProvider.InvalidFieldException;
import io.millrace.tokens.parse.Parsers;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an operator needs beyond its place in the plan.
 *
 * @param inLevel whether the input is in a level
 * @param before names of the stages before it
 * @param visible names that its templates may use
 */
record DetailsReader(StageReader fields, Operator op, boolean inLevel, Set<String> before, Collection<String> visible) {

    Stage.Details read() {
        var system = fields.template("system");
        var text = op == Operator.SINK ? "text" : "template";
        var template = fields.template(text);
        var object = fields.shape("object");
        checkNames("system", system == null ? Set.of() : system.names());
        checkNames(text, template == null ? Set.of() : template.names());
        checkNames("object", object == null ? Set.of() : object.names());
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
                op == Operator.FILTER ? condition() : null,
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
        } else if (!affinity.isEmpty() && !inLevel) {
            fields.error("affinity", "the input is in no level, so there is no scope whose parts could meet");
        }
        return !affinity.isEmpty();
    }

    private void checkNames(String field, Collection<String> used) {
        for (var name : used) {
            if (!visible.contains(name) && !name.equals("parameters")) {
                var late = before.contains(name) ? " (it is not complete when this stage runs)" : "";
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

    private @Nullable Condition condition() {
        var source = fields.required("expression");
        try {
            return source.isEmpty() ? null : Condition.of(source, visible);
        } catch (Condition.ConditionException e) {
            fields.error("expression", "is not a condition: " + e.getMessage());
            return null;
        }
    }
}
