package io.millrace.engines.spi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * What a service is asked.
 *
 * @param callId the same for every start of the same call; usable as an idempotency key
 * @param input object of the values the stage sees, by name
 * @param parameters parameters of the stage
 * @param deadline when the answer is of no use any more; {@link Instant#MAX} for never
 */
public record ServiceRequest(String callId, JsonNode input, Map<String, String> parameters, Instant deadline) {

    public ServiceRequest {
        parameters = Map.copyOf(parameters);
    }
}
