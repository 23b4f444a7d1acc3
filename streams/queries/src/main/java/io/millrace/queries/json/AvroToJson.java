package io.millrace.queries.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Plain Avro values (no logical types applied) as JSON. */
final class AvroToJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AvroToJson() {}

    static JsonNode node(@Nullable Object value, Schema schema) {
        if (value == null) {
            return JSON.nullNode();
        }
        var logical = LogicalText.of(schema);
        if (logical != null) {
            return JSON.textNode(logical.text(value));
        }
        return switch (schema.getType()) {
            case RECORD -> record((IndexedRecord) value, schema);
            case UNION -> node(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)));
            case ARRAY -> array((List<?>) value, schema.getElementType());
            case MAP -> map((Map<?, ?>) value, schema.getValueType());
            case BYTES -> JSON.textNode(base64((ByteBuffer) value));
            case FIXED -> JSON.textNode(Base64.getEncoder().encodeToString(((GenericFixed) value).bytes()));
            case STRING, ENUM -> JSON.textNode(value.toString());
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case INT -> JSON.numberNode((Integer) value);
            case LONG -> JSON.numberNode((Long) value);
            case FLOAT -> floating(((Float) value).doubleValue(), JSON.numberNode((Float) value));
            case DOUBLE -> floating((Double) value, JSON.numberNode((Double) value));
            case NULL -> JSON.nullNode();
        };
    }

    private static JsonNode record(IndexedRecord value, Schema schema) {
        var object = JSON.objectNode();
        for (var field : schema.getFields()) {
            object.set(field.name(), node(value.get(field.pos()), field.schema()));
        }
        return object;
    }

    private static JsonNode array(List<?> values, Schema element) {
        var array = JSON.arrayNode();
        for (var value : values) {
            array.add(node(value, element));
        }
        return array;
    }

    private static JsonNode map(Map<?, ?> values, Schema element) {
        var object = JSON.objectNode();
        values.forEach((key, value) -> object.set(key.toString(), node(value, element)));
        return object;
    }

    /** JSON has no NaN and no infinity: they are written as text. */
    private static JsonNode floating(double value, JsonNode number) {
        return Double.isFinite(value) ? number : JSON.textNode(Double.toString(value));
    }

    private static String base64(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
