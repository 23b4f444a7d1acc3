package io.millrace.tokens.schedule;

import java.util.List;

/** Chooses the lane of a call. Used by one thread; the choice is no part of the identity of the call. */
public interface Scheduler {

    /**
     * @param cost estimated prompt tokens of the call
     * @param lanes the lanes to choose from, never empty
     * @return number of the chosen lane
     */
    int pick(int cost, List<Lane> lanes);

    /**
     * One partition of a pool and the load of the replica that owns it.
     *
     * @param number the partition
     * @param replica who owns it; lanes of one replica share its load
     * @param calls running and waiting at the replica, as last reported
     * @param limit calls that the replica runs at once
     * @param reportedAt when it was reported, epoch milliseconds
     */
    record Lane(int number, String replica, int calls, int limit, long reportedAt) {

        public Lane {
            if (limit < 1) {
                throw new IllegalArgumentException("replica " + replica + " must run at least one call, not " + limit);
            }
        }
    }
}
