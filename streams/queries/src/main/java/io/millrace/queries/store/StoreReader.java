package io.millrace.queries.store;

import java.util.Optional;

/** Reads one store on this instance. Safe for use by several threads. */
public interface StoreReader {

    StoreDescription description();

    /**
     * The entry of a key.
     *
     * @throws io.millrace.queries.ProblemException STORE_MOVING while its partition is not readable here
     */
    Optional<StoreEntry> get(String key);

    /**
     * The first entries of a range.
     *
     * @param limit most entries to give
     * @throws io.millrace.queries.ProblemException STORE_MOVING while any partition is not readable here
     */
    StorePage range(KeyRange range, int limit);
}
