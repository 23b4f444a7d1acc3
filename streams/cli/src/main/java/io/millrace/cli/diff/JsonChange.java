package io.millrace.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * One operation of a JSON Patch (RFC 6902), to be applied in the order of its list.
 *
 * @param path JSON Pointer (RFC 6901); indexes of arrays count what the operations before it have left
 * @param before what was there; MissingNode where something is added
 * @param after what is there; MissingNode where something is removed
 */
public record JsonChange(Operation operation, String path, JsonNode before, JsonNode after) {

    /** What is done. */
    public enum Operation {
        ADD,
        REMOVE,
        REPLACE
    }

    /** The same change, in a value that lies at {@code place}. */
    JsonChange below(String place) {
        return new JsonChange(operation, place + path, before, after);
    }

    /** As RFC 6902 has it, and with {@code was}, which it lets those ignore who do not know it. */
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("op", operation.name().toLowerCase(Locale.ROOT))
                .put("path", path);
        if (operation != Operation.REMOVE) {
            json.set("value", after);
        }
        if (operation != Operation.ADD) {
            json.set("was", before);
        }
        return json;
    }
}
