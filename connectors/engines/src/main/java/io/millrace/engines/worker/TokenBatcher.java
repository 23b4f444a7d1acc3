package io.millrace.engines.worker;

import java.util.Optional;

/**
 * Joins tokens to fragments worth a record, by a {@link FlushRule}. Time is the caller's, in nanoseconds of any monotonic
 * clock. Not safe for use by several threads.
 */
final class TokenBatcher {

    private final FlushRule rule;
    private final long maxWaitNanos;
    private final StringBuilder pending = new StringBuilder();
    private int tokens;
    private long since;
    private boolean behindItem;

    TokenBatcher(FlushRule rule) {
        this.rule = rule;
        this.maxWaitNanos = rule.maxWait().toNanos();
    }

    /** Adds a token; returns what is to be sent now. */
    Optional<String> add(String token, long nowNanos) {
        if (tokens == 0) {
            since = nowNanos;
        }
        int before = pending.length();
        pending.append(token);
        tokens++;
        boolean behind = behindItem;
        behindItem = rule.atItems() && ItemBoundary.reached(pending, before);
        boolean now = behindItem || behind && rule.afterItems();
        return now || tokens >= rule.maxTokens() || nowNanos - since >= maxWaitNanos ? flush() : Optional.empty();
    }

    /** What has waited long enough by now. */
    Optional<String> due(long nowNanos) {
        return waitNanos(nowNanos) > 0 ? Optional.empty() : flush();
    }

    /** How long until {@link #due} returns something, if no token comes; {@link Long#MAX_VALUE} when nothing waits. */
    long waitNanos(long nowNanos) {
        return tokens == 0 ? Long.MAX_VALUE : Math.max(0, maxWaitNanos - (nowNanos - since));
    }

    /** All that waits. */
    Optional<String> flush() {
        if (tokens == 0) {
            return Optional.empty();
        }
        var text = pending.toString();
        pending.setLength(0);
        tokens = 0;
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
