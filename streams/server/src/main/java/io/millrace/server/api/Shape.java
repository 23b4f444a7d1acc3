package io.millrace.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.http.Json;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What JSON looks like, as a JSON Schema (2020-12), which OpenAPI 3.1 takes as it is. Never changes: each method gives
 * another one.
 */
public final class Shape {

    private static final String COMPONENTS = "#/components/schemas/";

    private final ObjectNode json;

    private Shape(ObjectNode json) {
        this.json = json;
    }

    /** A schema that is there already. */
    public static Shape of(ObjectNode schema) {
        return new Shape(schema.deepCopy());
    }

    /** Any JSON. */
    public static Shape any() {
        return new Shape(Json.object());
    }

    public static Shape text() {
        return typed("string");
    }

    public static Shape flag() {
        return typed("boolean");
    }

    public static Shape number() {
        return typed("number");
    }

    /** A whole number of 64 bits. */
    public static Shape integer() {
        return typed("integer").with("format", "int64");
    }

    /** A whole number that is not negative. */
    public static Shape count() {
        return integer().atLeast(0);
    }

    /** A time in milliseconds since the epoch. */
    public static Shape millis() {
        return integer().described("milliseconds since 1970-01-01T00:00Z");
    }

    /** The null of JSON. */
    public static Shape nothing() {
        return typed("null");
    }

    public static Shape list(Shape items) {
        var shape = typed("array");
        shape.json.set("items", items.json());
        return shape;
    }

    /** An object of any names. */
    public static Shape map(Shape values) {
        var shape = typed("object");
        shape.json.set("additionalProperties", values.json());
        return shape;
    }

    /** An object with the members that follow and no other. */
    public static Shape object() {
        var shape = typed("object");
        shape.json.put("additionalProperties", false).putObject("properties");
        return shape;
    }

    /** One of these texts. */
    public static Shape oneOf(String... values) {
        var shape = typed("string");
        Arrays.stream(values).forEach(shape.json.putArray("enum")::add);
        return shape;
    }

    /** One of the names of an enum, in lower case. */
    public static Shape oneOf(Enum<?>[] values) {
        return oneOf(Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
    }

    /** What a schema of the components says. */
    public static Shape named(String component) {
        return new Shape(Json.object().put("$ref", COMPONENTS + component));
    }

    public static Shape either(Shape... shapes) {
        var shape = any();
        Arrays.stream(shapes).map(Shape::json).forEach(shape.json.putArray("anyOf")::add);
        return shape;
    }

    public Shape orNull() {
        return either(this, nothing());
    }

    /** This object with one more member that is always there. */
    public Shape member(String name, Shape shape) {
        var more = optional(name, shape);
        more.json.withArray("required").add(name);
        return more;
    }

    /** This object with one more member that may be missing. */
    public Shape optional(String name, Shape shape) {
        var more = copy();
        more.json.withObject("/properties").set(name, shape.json());
        return more;
    }

    /** This object with the members of another one too. */
    public Shape members(Shape other) {
        var more = copy();
        more.json.withObject("/properties").setAll(other.copy().json.withObject("/properties"));
        other.json.path("required").forEach(more.json.withArray("required")::add);
        return more;
    }

    /** This object, which may have members that are not told. */
    public Shape open() {
        var open = copy();
        open.json.put("additionalProperties", true);
        return open;
    }

    public Shape atLeast(long least) {
        var shape = copy();
        shape.json.put("minimum", least);
        return shape;
    }

    public Shape atMost(long most) {
        var shape = copy();
        shape.json.put("maximum", most);
        return shape;
    }

    /** A text that has at least one and at most so many characters. */
    public Shape upTo(int characters) {
        var shape = copy();
        shape.json.put("minLength", 1).put("maxLength", characters);
        return shape;
    }

    public Shape otherwise(String value) {
        return with("default", value);
    }

    public Shape otherwise(long value) {
        var shape = copy();
        shape.json.put("default", value);
        return shape;
    }

    /** A text of a form that JSON Schema knows, such as {@code date-time}. */
    public Shape format(String format) {
        return with("format", format);
    }

    public Shape described(String sentence) {
        return with("description", sentence);
    }

    public ObjectNode json() {
        return json.deepCopy();
    }

    private static Shape typed(String type) {
        return new Shape(Json.object().put("type", type));
    }

    private Shape with(String keyword, String value) {
        var shape = copy();
        shape.json.put(keyword, value);
        return shape;
    }

    private Shape copy() {
        JsonNode same = json.deepCopy();
        return new Shape((ObjectNode) same);
    }
}
