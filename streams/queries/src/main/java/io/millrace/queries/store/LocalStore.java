package io.millrace.queries.store;

import java.util.Set;

/** One store as far as it is on this instance. Safe for use by several threads. */
public interface LocalStore {

    StoreDescription description();

    /**
     * What the copy that is here holds under a key.
     *
     * @param partition of the key; -1 for a store that every instance holds whole
     * @throws io.millrace.queries.ProblemException STORE_MOVING, NOT_READY, TOO_STALE, TIMEOUT
     */
    StoreAnswer get(String key, int partition, ReadOptions options);

    /**
     * The first entries of a range in some partitions; those that cannot be read here are named.
     *
     * @param partitions empty for a store that every instance holds whole
     * @param limit most entries to give
     * @throws io.millrace.queries.ProblemException NOT_READY, TIMEOUT
     */
    StorePage range(KeyRange range, int limit, Set<Integer> partitions, ReadOptions options);
}
