package io.millrace.tokens.schedule;

import io.millrace.events.avro.tokens.Load;
import io.millrace.tokens.schedule.Scheduler.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final Supplier<Scheduler> schedulers;
    private final Map<String, Scheduler> byPool = new HashMap<>();
    private final Map<String, List<Lane>> lanes = new HashMap<>();
    private long readAt = Long.MIN_VALUE;

    /**
     * @param pools number of lanes of each pool
     * @param reports hands over the last report of each replica
     * @param schedulers makes the scheduler of a pool
     */
    public Lanes(Map<String, Integer> pools, Consumer<Consumer<Load>> reports, Supplier<Scheduler> schedulers) {
        this.pools = Map.copyOf(pools);
        this.reports = reports;
        this.schedulers = schedulers;
    }

    /**
     * Chooses a lane, empty when no such pool is set up. While no replica of the pool is known, calls wait on any lane until
     * one comes. Lanes that replicas own beyond those that are set up are not chosen: their partitions came later.
     *
     * @param now wall clock, epoch milliseconds
     */
    public OptionalInt pick(String pool, int cost, long now) {
        if (count(pool) == 0) {
            return OptionalInt.empty();
        }
        if (readAt == Long.MIN_VALUE || now - readAt >= REFRESH_MS || now < readAt) {
            read(now);
        }
        var known = lanes.getOrDefault(pool, List.of());
        return OptionalInt.of(byPool.computeIfAbsent(pool, any -> schedulers.get())
                .pick(cost, known.isEmpty() ? unowned(pool) : known));
    }

    private void read(long now) {
        readAt = now;
        lanes.clear();
        reports.accept(report -> {
            if (report.getAt() >= now - STALE_MS) {
                add(report);
            }
        });
        lanes.values().forEach(ofPool -> ofPool.sort(Comparator.comparingInt(Lane::number)));
    }

    private void add(Load report) {
        var calls = report.getRunning() + report.getWaiting();
        var limit = Math.max(1, report.getLimit());
        var ofPool = lanes.computeIfAbsent(report.getPool(), any -> new ArrayList<>());
        for (var lane : report.getLanes()) {
            if (lane >= 0 && lane < count(report.getPool())) {
                ofPool.add(new Lane(lane, report.getReplica(), calls, limit, report.getAt()));
            }
        }
    }

    private int count(String pool) {
        return pools.getOrDefault(pool, 0);
    }

    private List<Lane> unowned(String pool) {
        return IntStream.range(0, count(pool))
                .mapToObj(lane -> new Lane(lane, "", 0, 1, 0))
                .toList();
    }
}
