package io.millrace.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of Avro values as {@link io.millrace.queries.json.AvroJson} writes and reads them. Named types become components.
 * For one thread.
 */
public final class AvroShapes {

    private final Map<String, ObjectNode> components = new TreeMap<>();

    /** Shape of a record; the components have it afterwards. */
    public Shape of(Class<? extends SpecificRecord> type) {
        return of(SpecificData.get().getSchema(type));
    }

    /** Of each named type, by its full name. */
    public Map<String, ObjectNode> components() {
        return components;
    }

    Shape of(Schema schema) {
        var logical = schema.getLogicalType();
        if (logical != null) {
            var text = logicalText(logical.getName());
            if (text != null) {
                return text;
            }
        }
        return switch (schema.getType()) {
            case RECORD, ENUM -> named(schema);
            case UNION -> union(schema);
            case ARRAY -> Shape.list(of(schema.getElementType()));
            case MAP -> Shape.map(of(schema.getValueType()));
            case BYTES, FIXED -> Shape.text().described("base64");
            case STRING -> Shape.text();
            case BOOLEAN -> Shape.flag();
            case INT -> Shape.integer().atLeast(Integer.MIN_VALUE).atMost(Integer.MAX_VALUE);
            case LONG -> Shape.integer();
            // JSON has no NaN and no infinity.
            case FLOAT, DOUBLE -> Shape.either(Shape.number(), Shape.oneOf("NaN", "Infinity", "-Infinity"));
            case NULL -> Shape.nothing();
        };
    }

    private Shape named(Schema schema) {
        var name = schema.getFullName();
        if (!components.containsKey(name)) {
            // Before its fields, which may be of the same type.
            components.put(name, Shape.any().json());
            components.put(
                    name,
                    schema.getType() == Schema.Type.ENUM
                            ? Shape.oneOf(schema.getEnumSymbols().toArray(String[]::new))
                                    .json()
                            : record(schema).json());
        }
        return Shape.named(name);
    }

    private Shape record(Schema schema) {
        var shape = Shape.object();
        for (Field field : schema.getFields()) {
            var member = of(field.schema());
            shape = field.hasDefaultValue() ? shape.optional(field.name(), member) : shape.member(field.name(), member);
        }
        return schema.getDoc() == null ? shape : shape.described(schema.getDoc());
    }

    private Shape union(Schema schema) {
        var branches = new ArrayList<Shape>();
        schema.getTypes().forEach(branch -> branches.add(of(branch)));
        return Shape.either(branches.toArray(Shape[]::new));
    }

    /** As {@link io.millrace.queries.json.AvroJson} writes it; null where the plain value is written. */
    private static @Nullable Shape logicalText(String type) {
        return switch (type) {
            case "timestamp-millis", "timestamp-micros", "timestamp-nanos" ->
                Shape.text().format("date-time");
            case "date" -> Shape.text().format("date");
            case "local-timestamp-millis",
                    "local-timestamp-micros",
                    "local-timestamp-nanos",
                    "time-millis",
                    "time-micros",
                    "decimal" -> Shape.text().described(type);
            default -> null;
        };
    }
}
