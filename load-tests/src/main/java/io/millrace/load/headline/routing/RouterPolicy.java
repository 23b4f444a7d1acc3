package io.millrace.load.headline.routing;

import java.util.List;

/** Chooses the replica of a call. One instance for each run, for one thread; may keep what it saw earlier. */
@FunctionalInterface
public interface RouterPolicy {

    /**
     * @param replicas as they are now; a policy that knows them late keeps copies of its own
     * @param nowSeconds virtual time
     * @return index of the replica
     */
    int pick(RoutedCall call, List<? extends ReplicaView> replicas, double nowSeconds);
}
