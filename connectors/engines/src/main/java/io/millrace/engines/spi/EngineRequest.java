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
 * @param deadline when the answer is of no use any more; {@link Instant#MAX} for never
 */
public record EngineRequest(
        String callId, List<Message> messages, JsonNode input, Map<String, String> parameters, Instant deadline) {

    public EngineRequest {
        messages = List.copyOf(messages);
        parameters = Map.copyOf(parameters);
    }
}
