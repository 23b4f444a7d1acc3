package io.millrace.tokens.schedule;

import io.millrace.events.avro.tokens.Load;
import io.millrace.tokens.schedule.Scheduler.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The lanes of each pool as the last load reports show them, with a scheduler for each pool. Reports are read again at
 * most every {@link #REFRESH_MS}. Used by one thread.
 */
public final class Lanes {

    /** A replica that has not reported for so long is taken for gone. */
    static final long STALE_MS = 3_000;

    /** Half the period of the reports. */
    static final long REFRESH_MS = 50;

    private final Map<String, Integer> pools;
    private final Consumer<Consumer<Load>> reports;
    private final Function<String, Scheduler> schedulers;
    private final Map<String, Scheduler> byPool = new HashMap<>();
    private final Map<String, List<Lane>> lanes = new HashMap<>();
    private final Map<String, Replica> replicas = new HashMap<>();
    private long readAt = Long.MIN_VALUE;

    /**
     * @param pools number of lanes of each pool
     * @param reports hands over the last report of each replica
     * @param schedulers makes the scheduler of a pool
     */
    public Lanes(Map<String, Integer> pools, Consumer<Consumer<Load>> reports, Function<String, Scheduler> schedulers) {
        this.pools = Map.copyOf(pools);
        this.reports = reports;
        this.schedulers = schedulers;
    }

    /** Whether the policy of the pool asks what prompts begin with. */
    public boolean readsPrefixes(String pool) {
        return scheduler(pool).readsPrefixes();
    }

    /**
     * Chooses a lane, empty when no such pool is set up. While no replica of the pool is known, calls wait on any lane until
     * one comes. Lanes that replicas own beyond those that are set up are not chosen: their partitions came later.
     *
     * @param cost estimated prompt tokens of the call
     * @param now wall clock, epoch milliseconds
     */
    public OptionalInt pick(String pool, PromptPrefix prefix, int cost, long now) {
        if (count(pool) == 0) {
            return OptionalInt.empty();
        }
        refresh(now);
        var known = lanes.getOrDefault(pool, List.of());
        return OptionalInt.of(scheduler(pool).pick(prefix, cost, known.isEmpty() ? unowned(pool) : known));
    }

    /**
     * The last report of a replica, empty when it is gone.
     *
     * @param now wall clock, epoch milliseconds
     */
    public Optional<Replica> replica(String name, long now) {
        refresh(now);
        return Optional.ofNullable(replicas.get(name));
    }

    private Scheduler scheduler(String pool) {
        return byPool.computeIfAbsent(pool, schedulers);
    }

    private void refresh(long now) {
        if (readAt == Long.MIN_VALUE || now - readAt >= REFRESH_MS || now < readAt) {
            readAt = now;
            lanes.clear();
            replicas.clear();
            reports.accept(report -> {
                if (report.getAt() >= now - STALE_MS) {
                    add(report);
                }
            });
            lanes.values().forEach(ofPool -> ofPool.sort(Comparator.comparingInt(Lane::number)));
        }
    }

    private void add(Load report) {
        var replica = Replica.of(report);
        replicas.put(replica.name(), replica);
        var ofPool = lanes.computeIfAbsent(report.getPool(), any -> new ArrayList<>());
        for (var lane : report.getLanes()) {
            if (lane >= 0 && lane < count(report.getPool())) {
                ofPool.add(new Lane(lane, replica));
            }
        }
    }

    private int count(String pool) {
        return pools.getOrDefault(pool, 0);
    }

    private List<Lane> unowned(String pool) {
        return IntStream.range(0, count(pool))
                .mapToObj(lane -> new Lane(lane, Replica.NOBODY))
                .toList();
    }
}
