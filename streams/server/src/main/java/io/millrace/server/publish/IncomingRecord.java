package io.millrace.server.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record as it comes in over REST: {@code {"key", "value", "headers"?, "idempotencyKey"?}}.
 *
 * @param value JSON null for a deletion
 */
record IncomingRecord(
        String key,
        JsonNode value,
        Map<String, String> headers,
        @Nullable String idempotencyKey) {

    private static final Set<String> FIELDS = Set.of("key", "value", "headers", "idempotencyKey");

    /** Written by the server itself. */
    private static final Set<String> RESERVED = Set.of("idempotency-key", "content-digest");

    /**
     * Reads it.
     *
     * @param place where it stands in the body, for errors
     * @throws ProblemException INVALID_EVENT with all faults
     */
    static IncomingRecord parse(JsonNode json, String place) {
        var faults = new ArrayList<Fault>();
        if (!json.isObject()) {
            throw invalid(List.of(new Fault(whole(place), "must be an object with key and value")));
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                faults.add(new Fault(
                        place + name,
                        "is not a field of a record; these are key, value, headers and" + " idempotencyKey"));
            }
        });
        var key = json.path("key");
        if (!key.isTextual() || key.textValue().isEmpty()) {
            faults.add(new Fault(place + "key", "must be a string that is not empty"));
        }
        if (!json.has("value")) {
            faults.add(new Fault(place + "value", "is missing"));
        }
        var idempotencyKey = json.path("idempotencyKey");
        if (!idempotencyKey.isMissingNode() && !idempotencyKey.isTextual()) {
            faults.add(new Fault(place + "idempotencyKey", "must be a string"));
        }
        var headers = headers(json.path("headers"), place + "headers", faults);
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        return new IncomingRecord(key.textValue(), json.get("value"), headers, idempotencyKey.textValue());
    }

    private static Map<String, String> headers(JsonNode json, String place, List<Fault> faults) {
        var headers = new LinkedHashMap<String, String>();
        if (json.isMissingNode() || json.isNull()) {
            return headers;
        }
        if (!json.isObject()) {
            faults.add(new Fault(place, "must be an object of strings"));
            return headers;
        }
        json.properties().forEach(header -> {
            if (!header.getValue().isTextual()) {
                faults.add(new Fault(place + "." + header.getKey(), "must be a string"));
            } else if (RESERVED.contains(header.getKey())) {
                faults.add(new Fault(place + "." + header.getKey(), "is written by the server"));
            } else {
                headers.put(header.getKey(), header.getValue().textValue());
            }
        });
        return headers;
    }

    /** The record itself rather than a field below it: {@code records[0].} without its point. */
    private static String whole(String place) {
        return place.isEmpty() ? "body" : place.substring(0, place.length() - 1);
    }

    private static ProblemException invalid(List<Fault> faults) {
        var first = faults.get(0);
        return new ProblemException(Problem.INVALID_EVENT, first.place() + " " + first.message(), List.copyOf(faults));
    }
}
