package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.tokens.parse.Parsers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The fields of one stage of a plan; what is wrong is reported with its place and reading goes on. */
record StageReader(JsonNode node, String place, BiConsumer<String, String> report) {

    private static final Set<String> COMMON = Set.of("name", "op", "description");
    private static final Map<Operator, Set<String>> FIELDS = Map.of(
            Operator.LLM,
                    Set.of("input", "engine", "system", "template", "history", "output", "retry", "parameters", "emit"),
            Operator.CALL, Set.of("input", "service", "affinity", "retry", "parameters", "emit"),
            Operator.SPLIT, Set.of("input", "parser", "emit"),
            Operator.MAP, Set.of("input", "template", "object", "function", "emit"),
            Operator.FILTER, Set.of("input", "expression", "emit"),
            Operator.COLLECT, Set.of("input", "level", "emit"),
            Operator.FOLD, Set.of("input", "level", "emit"),
            Operator.FIRST_K, Set.of("input", "level", "k", "emit"),
            Operator.JOIN, Set.of("inputs", "level", "emit"),
            Operator.SINK, Set.of("input", "text"));

    void error(String field, String message) {
        report.accept(place + "." + field, message);
    }

    void onlyFieldsOf(Operator op) {
        var known = new TreeSet<>(FIELDS.getOrDefault(op, Set.of()));
        known.addAll(COMMON);
        if (op == Operator.SPLIT) {
            Parsers.find(node.path("parser").asText("")).ifPresent(parser -> known.addAll(parser.fields()));
        }
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                error(field, "is not a field of '" + op + "'; known: " + known);
            }
        });
    }

    String required(String field) {
        var value = node.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            error(field, "is required and must be text");
            return "";
        }
        return value.textValue();
    }

    /** A list of texts; what is none of it is reported. */
    List<String> names(String field) {
        var names = new ArrayList<String>();
        for (var value : node.path(field)) {
            if (value.isTextual()) {
                names.add(value.textValue());
            } else {
                error(field, "must be a list of names");
            }
        }
        return names;
    }

    /** How many of the fields are there. */
    long present(String... wanted) {
        return Arrays.stream(wanted).filter(node::has).count();
    }

    /** A whole number from 1. */
    int count(String field) {
        var value = node.path(field);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            error(field, "is required and must be a whole number from 1");
            return 1;
        }
        return value.intValue();
    }

    String optional(String field, String otherwise) {
        var value = node.path(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isTextual()) {
            error(field, "must be text");
            return otherwise;
        }
        return value.textValue();
    }

    /** Those of the fields that are there, each a single value. */
    Map<String, String> values(Set<String> wanted) {
        var values = new TreeMap<String, String>();
        for (var field : wanted) {
            var value = node.path(field);
            if (value.isValueNode()) {
                values.put(field, value.asText());
            } else if (!value.isMissingNode()) {
                error(field, "must be a single value");
            }
        }
        return values;
    }

    boolean flag(String field) {
        var value = node.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            error(field, "must be true or false");
        }
        return value.asBoolean(false);
    }

    @Nullable
    Template template(String field) {
        var source = node.path(field);
        if (source.isMissingNode()) {
            return null;
        }
        try {
            var template = Template.of(optional(field, ""));
            template.names();
            return template;
        } catch (Template.TemplateException e) {
            error(field, "is not a template: " + e.getMessage());
            return null;
        }
    }

    @Nullable
    Shape shape(String field) {
        var form = node.path(field);
        if (form.isMissingNode()) {
            return null;
        }
        try {
            return Shape.of(form);
        } catch (Template.TemplateException e) {
            error(field, "holds a string that is not a template: " + e.getMessage());
            return null;
        }
    }

    Map<String, String> parameters() {
        var parameters = new TreeMap<String, String>();
        var given = node.path("parameters");
        if (!given.isMissingNode() && !given.isObject()) {
            error("parameters", "must be an object");
        }
        given.fields().forEachRemaining(field -> {
            if (field.getValue().isValueNode()) {
                parameters.put(field.getKey(), field.getValue().asText());
            } else {
                error("parameters." + field.getKey(), "must be a single value");
            }
        });
        return parameters;
    }
}
