package io.millrace.server.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.server.http.Json;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of a chat completion request that engines know, by the names and within the bounds of OpenAI's API. */
final class SamplingParameters {

    private static final List<Bounds> NUMBERS = List.of(
            new Bounds("temperature", 0, 2),
            new Bounds("top_p", 0, 1),
            new Bounds("presence_penalty", -2, 2),
            new Bounds("frequency_penalty", -2, 2));
    private static final List<Bounds> WHOLE_NUMBERS = List.of(
            new Bounds("max_tokens", 1, Integer.MAX_VALUE),
            new Bounds("max_completion_tokens", 1, Integer.MAX_VALUE),
            new Bounds("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    private static final int MOST_STOPS = 4;

    /** Both ends are allowed. */
    private record Bounds(String name, long least, long most) {

        BigDecimal check(JsonNode value) {
            if (!value.isNumber()) {
                throw ChatRequest.wrong(name, name + " must be a number");
            }
            var number = value.decimalValue();
            if (number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
                throw ChatRequest.wrong(name, name + " must be " + least + " to " + most);
            }
            return number;
        }
    }

    private SamplingParameters() {}

    /**
     * Numbers as text; {@code stop} as a JSON array of strings.
     *
     * @throws io.millrace.queries.ProblemException INVALID_REQUEST naming the parameter
     */
    static Map<String, String> parse(JsonNode body) {
        var parameters = new HashMap<String, String>();
        for (var bounds : NUMBERS) {
            if (body.hasNonNull(bounds.name())) {
                parameters.put(
                        bounds.name(), bounds.check(body.get(bounds.name())).toString());
            }
        }
        for (var bounds : WHOLE_NUMBERS) {
            if (body.hasNonNull(bounds.name())) {
                var target = bounds.name().equals("max_completion_tokens") ? "max_tokens" : bounds.name();
                parameters.put(target, whole(bounds, body.get(bounds.name())));
            }
        }
        if (body.hasNonNull("stop")) {
            parameters.put("stop", stop(body.get("stop")));
        }
        return parameters;
    }

    private static String whole(Bounds bounds, JsonNode value) {
        var number = bounds.check(value);
        if (!value.isIntegralNumber()) {
            throw ChatRequest.wrong(bounds.name(), bounds.name() + " must be a whole number");
        }
        return number.toString();
    }

    private static String stop(JsonNode stop) {
        var stops = Json.MAPPER.createArrayNode();
        if (stop.isArray()) {
            stop.forEach(stops::add);
        } else {
            stops.add(stop);
        }
        for (var one : stops) {
            if (!one.isTextual() || one.textValue().isEmpty()) {
                throw ChatRequest.wrong("stop", "stop must be a string or an array of strings that are not empty");
            }
        }
        if (stops.size() > MOST_STOPS) {
            throw ChatRequest.wrong("stop", "stop must be at most " + MOST_STOPS + " strings");
        }
        return Json.text(stops);
    }
}
