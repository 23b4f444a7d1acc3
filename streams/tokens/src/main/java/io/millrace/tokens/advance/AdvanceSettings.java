package io.millrace.tokens.advance;

import java.time.Duration;

/**
 * What bounds a request.
 *
 * @param planWait how long a request waits for a plan that has not been seen
 * @param requestTimeout deadline of a request that names none
 * @param requestTtl how long a closed request can be read
 * @param splitMaxChildren most children of one split at one path
 * @param retryBudget most calls that one request begins again because their engine failed
 * @param quotas what tenants may have at once
 * @param documentMaxBytes most bytes of one output; what an item cannot hold of it is written as a document
 * @param workMaxBytes most bytes of the work of one call, as a record
 * @param prices what calls cost
 */
public record AdvanceSettings(
        Duration planWait,
        Duration requestTimeout,
        Duration requestTtl,
        int splitMaxChildren,
        int retryBudget,
        Quotas quotas,
        int documentMaxBytes,
        int workMaxBytes,
        Prices prices) {

    public AdvanceSettings {
        if (splitMaxChildren < 1) {
            throw new IllegalArgumentException("split.max.children must be at least 1, was " + splitMaxChildren);
        }
    }
}
