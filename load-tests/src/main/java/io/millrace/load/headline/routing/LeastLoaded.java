package io.millrace.load.headline.routing;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

final class LeastLoaded implements RouterPolicy {

    private final IntUnaryOperator random;

    LeastLoaded(IntUnaryOperator random) {
        this.random = random;
    }

    @Override
    public int pick(RoutedCall call, List<? extends ReplicaView> replicas, double nowSeconds) {
        int least = replicas.get(first(IntStream.range(0, replicas.size()), replicas))
                .load();
        var candidates = IntStream.range(0, replicas.size())
                .filter(replica -> replicas.get(replica).load() == least)
                .toArray();
        return candidates[random.applyAsInt(candidates.length)];
    }

    /** The first of those with the least load. */
    static int first(IntStream candidates, List<? extends ReplicaView> replicas) {
        return candidates
                .reduce((best, next) ->
                        replicas.get(next).load() < replicas.get(best).load() ? next : best)
                .orElseThrow();
    }
}
