package io.millrace.core.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when an outage is over: that a client runs again only means that the group has it back, not that the broker takes
 * what it writes. Over it is with the first commit of the threads that process, or when for a while there was nothing to
 * commit. Safe for use by several threads.
 */
final class Recovery {

    private final Duration quiet;
    private final Clock clock;
    private boolean outage;
    private @Nullable Instant runningSince;
    private Map<String, ThreadCounts> before = Map.of();

    /** @param quiet time after which a thread that has processed nothing has nothing to commit */
    Recovery(Duration quiet, Clock clock) {
        this.quiet = quiet;
        this.clock = clock;
    }

    synchronized void outage() {
        outage = true;
        runningSince = null;
    }

    /** The client runs again. */
    synchronized void running(Map<String, ThreadCounts> counts) {
        if (outage) {
            runningSince = clock.instant();
            before = counts;
        }
    }

    /** @param counts asked only while it is not known */
    synchronized boolean isOver(Supplier<Map<String, ThreadCounts>> counts) {
        if (outage && runningSince != null) {
            outage = !isProven(counts.get(), runningSince);
        }
        return !outage;
    }

    private boolean isProven(Map<String, ThreadCounts> now, Instant since) {
        boolean settled =
                now.entrySet().stream().allMatch(thread -> thread.getValue().isSettledSince(before(thread.getKey())));
        boolean committed = now.entrySet().stream()
                .anyMatch(thread ->
                        thread.getValue().committed() > before(thread.getKey()).committed());
        return settled && (committed || !clock.instant().isBefore(since.plus(quiet)));
    }

    private ThreadCounts before(String thread) {
        return before.getOrDefault(thread, ThreadCounts.NONE);
    }
}
