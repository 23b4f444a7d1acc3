package io.millrace.queries.store;

import java.util.Optional;

/** Reads one store, wherever it is. Safe for use by several threads. */
public interface StoreReader {

    StoreDescription description();

    /**
     * What the store holds under a key.
     *
     * @throws io.millrace.queries.ProblemException STORE_MOVING, NOT_READY, TOO_STALE, PEER_UNREACHABLE or TIMEOUT while no
     *     copy can answer as the options want it
     */
    StoreAnswer get(String key, ReadOptions options);

    /**
     * The first entries of a range.
     *
     * @param limit most entries to give
     * @param partial whether partitions of which no copy can answer are left out, and named
     * @throws io.millrace.queries.ProblemException as {@link #get}, where not {@code partial}
     */
    StorePage range(KeyRange range, int limit, ReadOptions options, Partial partial);

    /** Whether an answer may lack what cannot be read at the moment. */
    enum Partial {
        REFUSED,
        TAKEN
    }

    /** The entry of a key, from the active copy. */
    default Optional<StoreEntry> find(String key) {
        return get(key, ReadOptions.STRONG).entry();
    }

    /** The first entries of a range, from the active copies. */
    default StorePage range(KeyRange range, int limit) {
        return range(range, limit, ReadOptions.STRONG, Partial.REFUSED);
    }
}
