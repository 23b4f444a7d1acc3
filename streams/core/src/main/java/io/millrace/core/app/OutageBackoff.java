package io.millrace.core.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Pauses between two starts of something that dies of an outage: doubled with each failure, from the first again after a
 * quiet time of twice the longest pause. Safe for use by several threads.
 */
final class OutageBackoff {

    private final Duration first;
    private final Duration longest;
    private final Clock clock;
    private @Nullable Instant lastFailure;
    private Duration next;

    OutageBackoff(Duration first, Duration longest, Clock clock) {
        this.first = first;
        this.longest = longest;
        this.clock = clock;
        this.next = first;
    }

    /** Notes a failure; answers how long to pause now. */
    synchronized Duration failed() {
        var now = clock.instant();
        if (lastFailure != null && now.isAfter(lastFailure.plus(longest.multipliedBy(2)))) {
            next = first;
        }
        lastFailure = now;
        var pause = next;
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return pause;
    }
}
