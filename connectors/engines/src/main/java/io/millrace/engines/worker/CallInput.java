package io.millrace.engines.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.events.avro.tokens.Work;

/** The input of a call, as it stands in its work. */
final class CallInput {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CallInput() {}

    /** A JSON object, empty where the work has no input. */
    static JsonNode of(Work work) throws InvalidInputException {
        var text = work.getInput();
        if (text == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            var input = JSON.readTree(text);
            if (input.isObject()) {
                return input;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("the input of the call is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new InvalidInputException("the input of the call is not a JSON object", null);
    }
}
