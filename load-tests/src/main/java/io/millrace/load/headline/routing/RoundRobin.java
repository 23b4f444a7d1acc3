package io.millrace.load.headline.routing;

import java.util.List;

final class RoundRobin implements RouterPolicy {

    private int calls;

    @Override
    public int pick(RoutedCall call, List<? extends ReplicaView> replicas, double nowSeconds) {
        calls++;
        return calls % replicas.size();
    }
}
