package io.millrace.engines.worker;

import java.time.Instant;

/** Deadlines as events carry them: epoch milliseconds, 0 for none. */
final class Deadlines {

    private Deadlines() {}

    static Instant of(long epochMillis) {
        return epochMillis == 0 ? Instant.MAX : Instant.ofEpochMilli(epochMillis);
    }
}
