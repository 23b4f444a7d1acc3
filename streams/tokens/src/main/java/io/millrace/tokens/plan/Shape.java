package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value with templates for strings. A string that is nothing but one {@code {{name}}} takes the value as it is, so
 * that objects and lists stay what they are; every other string is rendered as text.
 */
public final class Shape {

    private static final Pattern WHOLE = Pattern.compile("\\{\\{\\s*([a-z][a-z0-9_]*)\\s*}}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode form;

    private Shape(JsonNode form) {
        this.form = form;
    }

    /** @throws Template.TemplateException when a string of it is not a template */
    public static Shape of(JsonNode form) {
        var shape = new Shape(form.deepCopy());
        shape.names();
        return shape;
    }

    /** The names that its templates use. */
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        collect(form, names);
        return names;
    }

    /** @throws Template.TemplateException when a value that it names is missing */
    public JsonNode fill(Map<String, Object> values) {
        return fill(form, values);
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node.isTextual()) {
            names.addAll(Template.of(node.textValue()).names());
        }
        node.forEach(child -> collect(child, names));
    }

    private static JsonNode fill(JsonNode node, Map<String, Object> values) {
        if (node.isObject()) {
            var filled = JsonNodeFactory.instance.objectNode();
            node.fields().forEachRemaining(field -> filled.set(field.getKey(), fill(field.getValue(), values)));
            return filled;
        }
        if (node.isArray()) {
            var filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(child -> filled.add(fill(child, values)));
            return filled;
        }
        return node.isTextual() ? fillText(node.textValue(), values) : node;
    }

    private static JsonNode fillText(String text, Map<String, Object> values) {
        var whole = WHOLE.matcher(text);
        if (whole.matches()) {
            @Nullable Object value = values.get(whole.group(1));
            if (value != null) {
                return JSON.valueToTree(value);
            }
        }
        return JsonNodeFactory.instance.textNode(Template.of(text).render(values));
    }
}
