package io.millrace.engines.spi;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.avro.tokens.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a language model is asked.
 *
 * @param callId the same for every start of the same call; usable as an idempotency key
 * @param messages rendered chat prompt, may be empty for engines that use {@code input}
 * @param input object of the values the stage sees, by name
 * @param parameters parameters of the stage, such as {@code task}, {@code temperature}, {@code max_tokens}
 * @param sofar text that the answer is to go on with, as if the model had written it; empty where the answer begins. Only
 *     for engines that say {@link Engine#continuesText}
 * @param deadline when the answer is of no use any more; {@link Instant#MAX} for never
 */
public record EngineRequest(
        String callId,
        List<Message> messages,
        JsonNode input,
        Map<String, String> parameters,
        String sofar,
        Instant deadline) {

    /** Of an answer that begins. */
    public EngineRequest(
            String callId, List<Message> messages, JsonNode input, Map<String, String> parameters, Instant deadline) {
        this(callId, messages, input, parameters, "", deadline);
    }

    public EngineRequest {
        messages = List.copyOf(messages);
        parameters = Map.copyOf(parameters);
    }
}
