package io.millrace.server.load;

import java.time.Duration;
import java.time.Instant;

/**
 * What one replica of a pool has to do, as it last reported.
 *
 * @param calls that it runs or that wait for it
 * @param limit calls that it runs at once
 * @param meanCall mean time that a call of its last ones took
 * @param reportedAt by the replica's clock
 */
public record ReplicaLoad(String pool, long calls, int limit, Duration meanCall, Instant reportedAt) {

    public ReplicaLoad {
        if (calls < 0 || limit < 1 || meanCall.isNegative()) {
            throw new IllegalArgumentException("a replica of pool " + pool + " cannot have " + calls + " calls, limit "
                    + limit + ", mean call " + meanCall);
        }
    }

    /**
     * Expected time until a call that comes now begins. With all {@code limit} places taken one of them becomes free each
     * {@code meanCall / limit} on the mean, and the call needs as many as there are calls before it beyond the places,
     * and its own: the conditional wait of an M/M/c queue.
     */
    Duration expectedWait() {
        long needed = calls - limit + 1;
        return needed <= 0 ? Duration.ZERO : Duration.ofNanos((long) (needed * (double) meanCall.toNanos() / limit));
    }
}
