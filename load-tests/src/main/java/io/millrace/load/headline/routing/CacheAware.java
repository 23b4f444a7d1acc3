package io.millrace.load.headline.routing;

import java.util.List;
import java.util.stream.IntStream;

final class CacheAware implements RouterPolicy {

    private static final int UNBALANCED_BY = 8;
    private static final double UNBALANCED_TIMES = 1.5;

    @Override
    public int pick(RoutedCall call, List<? extends ReplicaView> replicas, double nowSeconds) {
        int most = replicas.stream().mapToInt(ReplicaView::load).max().orElseThrow();
        int least = replicas.stream().mapToInt(ReplicaView::load).min().orElseThrow();
        var all = IntStream.range(0, replicas.size());
        if (most - least > UNBALANCED_BY && most > UNBALANCED_TIMES * Math.max(1, least)) {
            return LeastLoaded.first(all, replicas);
        }
        var holding = all.filter(replica -> replicas.get(replica).holds(call.prompt()))
                .toArray();
        return holding.length > 0 ? LeastLoaded.first(IntStream.of(holding), replicas) : smallestCache(replicas);
    }

    private static int smallestCache(List<? extends ReplicaView> replicas) {
        return IntStream.range(0, replicas.size())
                .reduce((best, next) ->
                        replicas.get(next).cachedTokens() < replicas.get(best).cachedTokens() ? next : best)
                .orElseThrow();
    }
}
