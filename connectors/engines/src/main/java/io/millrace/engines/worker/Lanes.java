package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a replica has taken from the lanes it owns: calls that wait, calls that run, and how far each lane is done. Takes
 * from its lanes in turn, so that a full lane does not hold up the others. Safe for use by several threads; knows neither
 * Kafka nor engines.
 */
final class Lanes {

    private final int concurrency;
    private final CallLedger ledger;
    private final TreeMap<Integer, Lane> owned = new TreeMap<>();
    private final Map<Long, QueuedCall> running = new HashMap<>();
    private int lastServed = -1;

    Lanes(int concurrency, CallLedger ledger) {
        this.concurrency = concurrency;
        this.ledger = ledger;
    }

    /** The replica owns the lane from now on. */
    synchronized void open(int number) {
        owned.putIfAbsent(number, new Lane(number));
    }

    /** The lane goes to another replica: what waits is forgotten, what runs is returned to be aborted. */
    synchronized List<Long> close(int number) {
        var lane = owned.remove(number);
        if (lane == null) {
            return List.of();
        }
        lane.owned = false;
        lane.waiting.forEach(call -> ledger.forget(call.key(), call.run()));
        lane.waiting.clear();
        var lost = running.values().stream().filter(call -> call.lane() == lane).toList();
        lost.forEach(call -> ledger.forget(call.key(), call.run()));
        return lost.stream().map(QueuedCall::run).toList();
    }

    /** Takes a call, or drops it as a repeat. */
    synchronized void offer(int number, long offset, Work work, Trace trace) {
        lane(number).ifPresent(lane -> {
            lane.offsets.begin(offset);
            var key = CallKey.of(work);
            var run = ledger.begin(key);
            if (run.isPresent()) {
                lane.waiting.add(new QueuedCall(key, run.getAsLong(), lane, offset, work, trace));
            } else {
                lane.offsets.end(offset);
            }
        });
    }

    /** Drops the calls that wait and are meant, and returns the runs to abort. An empty stage means the whole request. */
    synchronized List<Long> cancel(Work work) {
        var runs = new HashSet<Long>();
        if (work.getStage().isEmpty()) {
            runs.addAll(ledger.cancelRequest(work.getRequestId()));
        } else {
            ledger.cancel(CallKey.of(work), work.getRun()).ifPresent(runs::add);
        }
        owned.values().forEach(lane -> dropWaiting(lane, call -> runs.contains(call.run())));
        return List.copyOf(runs.stream().filter(running::containsKey).toList());
    }

    /** Holds the lane back at this record until the action returned is run. */
    synchronized Runnable hold(int number, long offset) {
        var lane = owned.get(number);
        if (lane == null) {
            return () -> {};
        }
        lane.offsets.begin(offset);
        return () -> release(lane, offset);
    }

    private synchronized void release(Lane lane, long offset) {
        lane.offsets.end(offset);
    }

    /** Forgets what waits, on all lanes; it is still held back, so that another replica does it. */
    synchronized void stopTaking() {
        for (var lane : owned.values()) {
            lane.waiting.forEach(call -> ledger.forget(call.key(), call.run()));
            lane.waiting.clear();
        }
    }

    /** The next call to start; nothing when none waits or as many run as may. */
    synchronized Optional<QueuedCall> take() {
        if (running.size() >= concurrency) {
            return Optional.empty();
        }
        var order = new ArrayList<>(owned.tailMap(lastServed, false).values());
        order.addAll(owned.headMap(lastServed, true).values());
        for (var lane : order) {
            var call = lane.waiting.poll();
            if (call != null) {
                lastServed = lane.number;
                running.put(call.run(), call);
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /** The call has ended and all it emitted is on the log. */
    synchronized void ended(QueuedCall call) {
        running.remove(call.run());
        if (call.lane().owned) {
            ledger.finish(call.key(), call.run());
            call.lane().offsets.end(call.offset());
        }
    }

    /** How far each owned lane may be committed; lanes of which nothing was read are missing. */
    synchronized Map<Integer, Long> positions() {
        var positions = new HashMap<Integer, Long>();
        owned.forEach((number, lane) -> {
            if (lane.offsets.position() >= 0) {
                positions.put(number, lane.offsets.position());
            }
        });
        return positions;
    }

    /** Calls that wait on a lane. */
    synchronized int waiting(int number) {
        return lane(number).map(lane -> lane.waiting.size()).orElse(0);
    }

    synchronized Set<Integer> owned() {
        return Set.copyOf(owned.keySet());
    }

    synchronized int running() {
        return running.size();
    }

    synchronized int waiting() {
        return owned.values().stream().mapToInt(lane -> lane.waiting.size()).sum();
    }

    /** Prompt tokens of the calls that wait. */
    synchronized long waitingTokens() {
        return owned.values().stream()
                .flatMap(lane -> lane.waiting.stream())
                .mapToLong(call -> call.work().getPromptTokens())
                .sum();
    }

    private Optional<Lane> lane(int number) {
        return Optional.ofNullable(owned.get(number));
    }

    private static void dropWaiting(Lane lane, Predicate<QueuedCall> meant) {
        lane.waiting.removeIf(call -> {
            boolean drop = meant.test(call);
            if (drop) {
                lane.offsets.end(call.offset());
            }
            return drop;
        });
    }
}
