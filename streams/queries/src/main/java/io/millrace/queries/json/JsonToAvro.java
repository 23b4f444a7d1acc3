package io.millrace.queries.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.queries.json.JsonMismatchException.Mismatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** JSON as plain Avro values (no logical types applied). One instance for each document; not for several threads. */
final class JsonToAvro {

    /** More would only fill the answer. */
    private static final int MOST_MISMATCHES = 50;

    private final List<Mismatch> mismatches = new ArrayList<>();

    Object read(JsonNode json, Schema schema) throws JsonMismatchException {
        var value = value(json, schema, "");
        if (!mismatches.isEmpty() || value == null) {
            throw new JsonMismatchException(mismatches);
        }
        return value;
    }

    /** The value, or null where the schema takes null or a mismatch was noted. */
    private @Nullable Object value(JsonNode json, Schema schema, String path) {
        var logical = LogicalText.of(schema);
        if (logical != null) {
            return logical(json, logical, path);
        }
        return switch (schema.getType()) {
            case RECORD -> record(json, schema, path);
            case UNION -> union(json, schema, path);
            case ARRAY -> array(json, schema, path);
            case MAP -> map(json, schema, path);
            case STRING -> json.isTextual() ? json.textValue() : wrong(path, "must be a string", json);
            case ENUM -> symbol(json, schema, path);
            case BYTES -> {
                var bytes = base64(json, path);
                yield bytes == null ? null : ByteBuffer.wrap(bytes);
            }
            case FIXED -> fixed(json, schema, path);
            case BOOLEAN ->
                json.isBoolean() ? (Object) json.booleanValue() : wrong(path, "must be true or false", json);
            case INT ->
                json.isIntegralNumber() && json.canConvertToInt()
                        ? (Object) json.intValue()
                        : wrong(path, "must be a whole number of 32 bits", json);
            case LONG ->
                json.isIntegralNumber() && json.canConvertToLong()
                        ? (Object) json.longValue()
                        : wrong(path, "must be a whole number of 64 bits", json);
            case FLOAT -> floating(json, path).map(Double::floatValue).orElse(null);
            case DOUBLE -> floating(json, path).orElse(null);
            case NULL -> json.isNull() ? null : wrong(path, "must be null", json);
        };
    }

    private @Nullable Object record(JsonNode json, Schema schema, String path) {
        if (!json.isObject()) {
            return wrong(path, "must be an object (" + schema.getName() + ")", json);
        }
        var record = new GenericData.Record(schema);
        for (var field : schema.getFields()) {
            var child = path.isEmpty() ? field.name() : path + "." + field.name();
            var given = json.get(field.name());
            if (given != null) {
                record.put(field.pos(), value(given, field.schema(), child));
            } else if (field.hasDefaultValue()) {
                record.put(field.pos(), GenericData.get().getDefaultValue(field));
            } else {
                note(child, "is missing");
            }
        }
        json.fieldNames().forEachRemaining(name -> {
            if (schema.getField(name) == null) {
                note(path.isEmpty() ? name : path + "." + name, "is not a field of " + schema.getName());
            }
        });
        return record;
    }

    private @Nullable Object union(JsonNode json, Schema schema, String path) {
        if (json.isNull() && schema.isNullable()) {
            return null;
        }
        var branches = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        if (branches.size() == 1) {
            return value(json, branches.get(0), path);
        }
        for (var branch : branches) {
            var attempt = new JsonToAvro();
            var value = attempt.value(json, branch, path);
            if (attempt.mismatches.isEmpty()) {
                return value;
            }
        }
        return wrong(
                path,
                "must be one of " + branches.stream().map(Schema::getFullName).toList(),
                json);
    }

    private @Nullable Object array(JsonNode json, Schema schema, String path) {
        if (!json.isArray()) {
            return wrong(path, "must be an array", json);
        }
        var values = new GenericData.Array<Object>(json.size(), schema);
        for (int i = 0; i < json.size() && mismatches.size() < MOST_MISMATCHES; i++) {
            values.add(value(json.get(i), schema.getElementType(), path + "[" + i + "]"));
        }
        return values;
    }

    private @Nullable Object map(JsonNode json, Schema schema, String path) {
        if (!json.isObject()) {
            return wrong(path, "must be an object", json);
        }
        var values = new HashMap<String, @Nullable Object>();
        json.properties()
                .forEach(entry -> values.put(
                        entry.getKey(), value(entry.getValue(), schema.getValueType(), path + "." + entry.getKey())));
        return values;
    }

    private @Nullable Object symbol(JsonNode json, Schema schema, String path) {
        return json.isTextual() && schema.hasEnumSymbol(json.textValue())
                ? new GenericData.EnumSymbol(schema, json.textValue())
                : wrong(path, "must be one of " + schema.getEnumSymbols(), json);
    }

    private @Nullable Object fixed(JsonNode json, Schema schema, String path) {
        var bytes = base64(json, path);
        if (bytes == null) {
            return null;
        }
        return bytes.length == schema.getFixedSize()
                ? new GenericData.Fixed(schema, bytes)
                : wrong(path, "must be " + schema.getFixedSize() + " bytes in base64", json);
    }

    private byte @Nullable [] base64(JsonNode json, String path) {
        if (json.isTextual()) {
            try {
                return Base64.getDecoder().decode(json.textValue());
            } catch (IllegalArgumentException e) {
                note(path, "must be base64");
                return null;
            }
        }
        note(path, "must be a string in base64");
        return null;
    }

    private Optional<Double> floating(JsonNode json, String path) {
        if (json.isNumber()) {
            return Optional.of(json.doubleValue());
        }
        return switch (json.isTextual() ? json.textValue() : "") {
            case "NaN" -> Optional.of(Double.NaN);
            case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> {
                wrong(path, "must be a number", json);
                yield Optional.empty();
            }
        };
    }

    private @Nullable Object logical(JsonNode json, LogicalText logical, String path) {
        if (!json.isTextual() && !json.isNumber()) {
            return wrong(path, "must be a string", json);
        }
        try {
            return logical.parse(json.asText());
        } catch (IllegalArgumentException e) {
            note(path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Object wrong(String path, String expected, JsonNode found) {
        note(path, expected + ", was " + kind(found));
        return null;
    }

    private static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> {
                var text = json.textValue();
                yield text.length() > 40 ? "a string of " + text.length() + " characters" : "\"" + text + "\"";
            }
            case NUMBER, BOOLEAN -> json.asText().length() > 40 ? "a long number" : json.asText();
            case NULL -> "null";
            case ARRAY -> "an array";
            default -> "an object";
        };
    }

    private void note(String path, String message) {
        if (mismatches.size() < MOST_MISMATCHES) {
            mismatches.add(new Mismatch(path, message));
        }
    }
}
