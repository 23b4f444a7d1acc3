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

    /**
     * A call got its first token. For policies that do not see replicas as they are, but what their workers report.
     *
     * @param replica index of the one that it was sent to
     * @param nowSeconds virtual time
     */
    default void answered(RoutedCall call, int replica, double nowSeconds) {}

    /** A call got its last token; as {@link #answered}. */
    default void ended(RoutedCall call, int replica, double nowSeconds) {}
}
