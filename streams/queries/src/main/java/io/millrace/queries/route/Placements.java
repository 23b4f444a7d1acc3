package io.millrace.queries.route;

import java.util.List;

/** Where the partitions of a store are. Safe for use by several threads. */
interface Placements {

    /**
     * Of the partition of a key.
     *
     * @throws io.millrace.queries.ProblemException NOT_READY or STORE_MOVING while nothing is known
     */
    Placement of(String key);

    /**
     * Of all partitions, in the order of their numbers.
     *
     * @throws io.millrace.queries.ProblemException as {@link #of}
     */
    List<Placement> all();
}
