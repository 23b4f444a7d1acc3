package io.millrace.load.headline;

import io.millrace.engines.simulated.PrefixCache;
import io.millrace.load.headline.Experiment.Fleet;
import io.millrace.load.headline.Replica.TokenListener;
import io.millrace.load.headline.routing.RoutedCall;
import io.millrace.load.headline.routing.RouterPolicy;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** Replicas of a model behind their router, in virtual time. For one thread. */
public final class ReplicaPool {

    private final VirtualTime time;
    private final RouterPolicy router;
    private final List<Replica> replicas;

    /**
     * @param random of the router; draws an index below its argument
     * @param caches makes the cache of a replica from its capacity in tokens
     */
    public ReplicaPool(
            VirtualTime time, Fleet fleet, IntUnaryOperator random, IntFunction<? extends PrefixCache> caches) {
        this.time = time;
        var profile = fleet.profile();
        this.router = fleet.policy().create(fleet.replicas(), profile.batch(), random);
        this.replicas = Stream.generate(() ->
                        new Replica(time, profile, caches.apply(profile.batch().cacheTokens())))
                .limit(fleet.replicas())
                .toList();
    }

    /**
     * Sends a call to a replica, now.
     *
     * @param length tokens to write
     */
    public void call(RoutedCall call, int length, TokenListener listener) {
        int replica = router.pick(call, replicas, time.now());
        replicas.get(replica).add(call.prompt(), length, (written, last) -> {
            if (written == 1) {
                router.answered(call, replica, time.now());
            }
            if (last) {
                router.ended(call, replica, time.now());
            }
            listener.wrote(written, last);
        });
    }

    /** Share of the shared prompt tokens that a cache held. */
    public double hitRate() {
        long asked =
                replicas.stream().mapToLong(replica -> replica.cache().asked()).sum();
        return replicas.stream().mapToLong(replica -> replica.cache().found()).sum() / (double) Math.max(1, asked);
    }

    /** Tokens that the busiest replica has read and written, over the mean of all; 1 while there are none. */
    public double imbalance() {
        var tokens = replicas.stream().mapToLong(Replica::worked).summaryStatistics();
        return tokens.getSum() == 0 ? 1 : tokens.getMax() / tokens.getAverage();
    }
}
