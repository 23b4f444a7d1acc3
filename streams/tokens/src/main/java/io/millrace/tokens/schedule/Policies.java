package io.millrace.tokens.schedule;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** The policies by the names that settings use. */
public final class Policies {

    /** Taken where nothing is set. */
    public static final String DEFAULT = "cache-aware";

    private static final Map<String, LongFunction<Policy>> BY_NAME = Map.of(
            "round-robin",
            seed -> new RoundRobin(),
            "least-loaded",
            seed -> new LeastLoaded(),
            "two-choices",
            TwoChoices::new,
            "prefix-hash",
            seed -> new PrefixHash(),
            "bounded-hash",
            seed -> new BoundedHash(),
            DEFAULT,
            seed -> new CacheAware(),
            "score",
            seed -> new Score(),
            "eta",
            seed -> new Eta());

    private Policies() {}

    /** In the order of the alphabet. */
    public static Set<String> names() {
        return new TreeMap<>(BY_NAME).keySet();
    }

    /**
     * A scheduler that goes by a policy.
     *
     * @param seed of its random choices, another one for each task, so that tasks do not agree on where to go
     * @param routers that choose for the same pool, this one included
     * @param clock wall clock, epoch milliseconds
     * @throws IllegalArgumentException when no policy is called so
     */
    public static Scheduler scheduler(String name, long seed, int routers, LongSupplier clock) {
        var policy = BY_NAME.get(name);
        if (policy == null) {
            throw new IllegalArgumentException("no policy is called '" + name + "'; known: " + names());
        }
        return new Scheduler(policy.apply(seed), routers, clock);
    }
}
