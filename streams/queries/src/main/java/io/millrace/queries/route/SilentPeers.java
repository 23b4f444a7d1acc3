package io.millrace.queries.route;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Instances that have not answered a moment ago. They are passed over for a while, so that an instance that hangs does not
 * hold up all that others could answer. Safe for use by several threads.
 */
final class SilentPeers {

    static final Duration PASSED_OVER = Duration.ofSeconds(1);

    private final Map<HostInfo, Long> since = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    SilentPeers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean has(HostInfo peer) {
        var at = since.get(peer);
        return at != null && nanos.getAsLong() - at < PASSED_OVER.toNanos();
    }

    void didNotAnswer(HostInfo peer) {
        since.put(peer, nanos.getAsLong());
    }

    void answered(HostInfo peer) {
        since.remove(peer);
    }
}
