package io.millrace.load.headline.routing;

import java.util.List;
import java.util.function.IntUnaryOperator;

final class TwoChoices implements RouterPolicy {

    private final IntUnaryOperator random;

    TwoChoices(IntUnaryOperator random) {
        this.random = random;
    }

    @Override
    public int pick(RoutedCall call, List<? extends ReplicaView> replicas, double nowSeconds) {
        int last = replicas.size() - 1;
        int one = random.applyAsInt(last + 1);
        int drawn = random.applyAsInt(last);
        int other = drawn == one ? last : drawn;
        return replicas.get(one).load() <= replicas.get(other).load() ? one : other;
    }
}
