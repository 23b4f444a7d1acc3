package io.millrace.load.langgraph;

import io.millrace.load.openloop.LatencyCurve;
import io.millrace.load.openloop.LoadPlan;
import io.millrace.load.openloop.LoadRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What all runs found. The peer is first; those that are compared with it follow. For one thread. */
final class Findings {

    private final String peer;
    private final double overhead;
    private final ToDoubleFunction<LoadPlan> whole;
    private final Map<String, List<LoadRun>> runs = new LinkedHashMap<>();

    /**
     * @param overhead of the peer, seconds
     * @param whole mean latency that a plan has in virtual time, seconds
     */
    Findings(String peer, double overhead, ToDoubleFunction<LoadPlan> whole) {
        this.whole = whole;
        this.peer = peer;
        this.overhead = overhead;
        runs.put(peer, new ArrayList<>());
    }

    void add(String system, LoadRun run) {
        runs.computeIfAbsent(system, name -> new ArrayList<>()).add(run);
    }

    String peer() {
        return peer;
    }

    /** Systems that are compared with the peer. */
    List<String> others() {
        return runs.keySet().stream().filter(name -> !name.equals(peer)).toList();
    }

    List<String> systems() {
        return List.copyOf(runs.keySet());
    }

    /** In the order in which they were made. */
    List<LoadRun> of(String system) {
        return List.copyOf(Objects.requireNonNull(runs.get(system), () -> "nothing was run on " + system));
    }

    LatencyCurve curve(String system) {
        return new LatencyCurve(of(system));
    }

    /** Empty where the peer was not run at {@code rate}. */
    Optional<PeerCheck> check(double rate) {
        var there = of(peer).stream().filter(run -> run.plan().rate() == rate).toList();
        return there.isEmpty() ? Optional.empty() : Optional.of(PeerCheck.of(there, whole, overhead));
    }

    long failed() {
        return runs.values().stream()
                .flatMap(List::stream)
                .mapToLong(LoadRun::failed)
                .sum();
    }
}
