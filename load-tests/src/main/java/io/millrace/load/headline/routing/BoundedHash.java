package io.millrace.load.headline.routing;

import java.util.List;
import java.util.stream.IntStream;

final class BoundedHash implements RouterPolicy {

    /** How far above its share a replica may be loaded, as the reference has it. */
    private static final double EPSILON = 0.25;

    private final HashRing ring;

    BoundedHash(HashRing ring) {
        this.ring = ring;
    }

    @Override
    public int pick(RoutedCall call, List<? extends ReplicaView> replicas, double nowSeconds) {
        int calls = replicas.stream().mapToInt(ReplicaView::load).sum() + 1;
        double most = Math.ceil((1 + EPSILON) * calls / replicas.size());
        return IntStream.of(ring.order(call.head()))
                .filter(replica -> replicas.get(replica).load() + 1 <= most)
                .findFirst()
                .orElseGet(() -> LeastLoaded.first(IntStream.range(0, replicas.size()), replicas));
    }
}
