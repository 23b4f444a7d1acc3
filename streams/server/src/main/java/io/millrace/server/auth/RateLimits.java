package io.millrace.server.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.time.Duration;

/** How often each caller may ask: a bucket of tokens each, which fills evenly. Safe for use by several threads. */
final class RateLimits {

    /** Those who have asked last; a bucket that is forgotten is full again. */
    private static final int MOST_CALLERS = 10_000;

    private final long perSecond;
    private final LoadingCache<String, Bucket> buckets;

    /**
     * @param perSecond requests; 0 for no limit
     * @param burst requests at once, once nothing was asked for a while
     */
    RateLimits(long perSecond, long burst) {
        this(perSecond, burst, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(long perSecond, long burst, TimeMeter time) {
        this.perSecond = perSecond;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_CALLERS)
                .build(caller -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(Math.max(burst, perSecond))
                                .refillGreedy(Math.max(1, perSecond), Duration.ofSeconds(1)))
                        .withCustomTimePrecision(time)
                        .build());
    }

    /** @throws ProblemException RATE_LIMITED with the time after which the caller may ask again */
    void take(String caller) {
        if (perSecond == 0) {
            return;
        }
        var taken = buckets.get(caller).tryConsumeAndReturnRemaining(1);
        if (!taken.isConsumed()) {
            throw ProblemException.later(
                    Problem.RATE_LIMITED,
                    "'" + caller + "' may ask " + perSecond + " times a second; slow down, or ask an operator for more",
                    Duration.ofNanos(taken.getNanosToWaitForRefill()));
        }
    }
}
