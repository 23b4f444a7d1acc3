package io.millrace.engines.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which calls this replica has taken, so that work derived or delivered again is not done again. Bound: the calls in
 * progress, which the caller limits, and the last {@code capacity} finished ones. Not safe for use by several threads.
 */
final class CallLedger {

    private final int capacity;
    private final LongSupplier runs;
    private final Map<CallKey, Long> inProgress = new HashMap<>();
    private final Map<CallKey, Long> finished = new LinkedHashMap<>();
    private final Map<String, Set<CallKey>> byRequest = new HashMap<>();

    /**
     * @param capacity most finished calls remembered; the oldest are forgotten
     * @param runs source of run ids, distinct for all practical purposes
     */
    CallLedger(int capacity, LongSupplier runs) {
        if (capacity < 1) {
            throw new IllegalArgumentException("ledger capacity must be positive, was " + capacity);
        }
        this.capacity = capacity;
        this.runs = runs;
    }

    /** A new run of a call, or nothing when it is a repeat of one that is in progress or finished. */
    OptionalLong begin(CallKey key) {
        if (inProgress.containsKey(key) || finished.containsKey(key)) {
            return OptionalLong.empty();
        }
        long run = runs.getAsLong();
        inProgress.put(key, run);
        byRequest.computeIfAbsent(key.requestId(), id -> new LinkedHashSet<>()).add(key);
        return OptionalLong.of(run);
    }

    /** The run has ended; ignored when it was cancelled or forgotten meanwhile. */
    void finish(CallKey key, long run) {
        if (inProgress.remove(key, run)) {
            finished.put(key, run);
            if (finished.size() > capacity) {
                forget(finished.keySet().iterator().next());
            }
        }
    }

    /** The run will not be finished here, such as on a lost lane; the same work begins afresh when it comes again. */
    void forget(CallKey key, long run) {
        if (inProgress.remove(key, run)) {
            forget(key);
        }
    }

    /**
     * Forgets a call, so that the same work arriving later begins afresh.
     *
     * @param run only this run; null for whichever there is
     * @return the run to abort, when one is in progress
     */
    OptionalLong cancel(CallKey key, @Nullable Long run) {
        var current = inProgress.get(key);
        if (run != null && !run.equals(current == null ? finished.get(key) : current)) {
            return OptionalLong.empty();
        }
        forget(key);
        return current == null ? OptionalLong.empty() : OptionalLong.of(current);
    }

    /** Forgets all calls of a request and returns the runs to abort. */
    List<Long> cancelRequest(String requestId) {
        var aborted = new ArrayList<Long>();
        for (var key : List.copyOf(byRequest.getOrDefault(requestId, Set.of()))) {
            cancel(key, null).ifPresent(aborted::add);
        }
        return aborted;
    }

    /** Number of calls remembered, in progress or finished. */
    int size() {
        return inProgress.size() + finished.size();
    }

    private void forget(CallKey key) {
        inProgress.remove(key);
        finished.remove(key);
        byRequest.computeIfPresent(key.requestId(), (id, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
        });
    }
}
