package io.millrace.engines.openai;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thing that a call waits for, never beyond its deadline. Not safe for use by several threads. */
final class Alarm {

    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Instant deadline;
    private @Nullable ScheduledFuture<?> next;

    Alarm(ScheduledExecutorService timer, Clock clock, Instant deadline) {
        this.timer = timer;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Does one of the two, at the deadline if that comes first; replaces what was set before. */
    void set(Duration timeout, Runnable timedOut, Runnable pastDeadline) {
        var now = clock.instant();
        if (deadline.isBefore(now.plus(timeout))) {
            set(Duration.between(now, deadline), pastDeadline);
        } else {
            set(timeout, timedOut);
        }
    }

    /** Replaces what was set before. */
    void set(Duration wait, Runnable action) {
        cancel();
        next = timer.schedule(action, Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Whether the deadline is later than that. */
    boolean isInTime(Duration wait) {
        return clock.instant().plus(wait).isBefore(deadline);
    }

    void cancel() {
        if (next != null) {
            next.cancel(false);
        }
    }
}
