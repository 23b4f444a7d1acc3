package io.millrace.tokens.schedule;

import java.util.function.LongSupplier;

/** Makes the scheduler of a pool. */
public interface Schedulers {

    /**
     * @param seed of random choices, another one for each task
     * @param clock wall clock, epoch milliseconds
     */
    Scheduler of(String pool, long seed, LongSupplier clock);
}
