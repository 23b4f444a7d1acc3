package io.millrace.load.openloop;

import org.jspecify.annotations.Nullable;

/**
 * What became of one request. Seconds count from when it was due, not from when it was asked.
 *
 * @param at when it was due, from the start of the run
 * @param firstVerdict NaN where there was none
 * @param latency NaN where it did not end
 * @param failure why it did not end
 */
public record Outcome(
        double at,
        double firstVerdict,
        double latency,
        @Nullable String failure) {}
