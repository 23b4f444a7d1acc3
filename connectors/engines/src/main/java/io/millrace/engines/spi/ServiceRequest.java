package io.millrace.engines.spi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service is asked.
 *
 * @param callId the same for every start of the same call; usable as an idempotency key
 * @param input object of the values the stage sees, by name
 * @param parameters parameters of the stage
 * @param deadline when the answer is of no use any more; {@link Instant#MAX} for never
 * @param scope what the call is a part of, where the plan says {@code affinity: scope}: all parts come to this instance,
 *     see {@link Service#scopeEnded}; null otherwise
 * @param index number of this part in its scope, from 0; -1 otherwise. A part may come twice
 */
public record ServiceRequest(
        String callId,
        JsonNode input,
        Map<String, String> parameters,
        Instant deadline,
        @Nullable String scope,
        int index) {

    public ServiceRequest {
        parameters = Map.copyOf(parameters);
    }

    /** A call that is no part of a scope. */
    public ServiceRequest(String callId, JsonNode input, Map<String, String> parameters, Instant deadline) {
        this(callId, input, parameters, deadline, null, -1);
    }
}
