package io.millrace.load.headline.real;

import io.millrace.load.headline.Interval;
import io.millrace.load.headline.Mode;
import io.millrace.load.openloop.LatencyCurve;
import io.millrace.load.openloop.LoadRun;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** What all runs found. For one thread. */
final class RealFindings {

    private final Map<Mode, List<RealRun>> runs = new EnumMap<>(Mode.class);

    void add(RealRun run) {
        runs.computeIfAbsent(run.mode(), mode -> new ArrayList<>()).add(run);
    }

    List<Mode> modes() {
        return List.copyOf(runs.keySet());
    }

    /** Rates that any mode was run at, rising. */
    List<Double> rates() {
        var rates = new TreeSet<Double>();
        runs.values().forEach(all -> all.forEach(run -> rates.add(run.rate())));
        return List.copyOf(rates);
    }

    /** In the order in which they were made; none for a mode that was not run. */
    List<RealRun> of(Mode mode) {
        return List.copyOf(runs.getOrDefault(mode, List.of()));
    }

    List<RealRun> of(Mode mode, double rate) {
        return of(mode).stream().filter(run -> run.rate() == rate).toList();
    }

    /** Mean over the seeds of a figure at a rate; empty where the mode was not run at it. */
    Optional<Double> at(Mode mode, double rate, ToDoubleFunction<RealRun> figure) {
        var there = of(mode, rate).stream().mapToDouble(figure).average();
        return there.isPresent() ? Optional.of(there.getAsDouble()) : Optional.empty();
    }

    /** How many times a figure of another mode is that of streaming, at a rate at which both were run. */
    Optional<Double> timesStream(Mode mode, double rate, ToDoubleFunction<LoadRun> figure) {
        return at(mode, rate, run -> figure.applyAsDouble(run.real()))
                .flatMap(other -> at(Mode.STREAM, rate, run -> figure.applyAsDouble(run.real()))
                        .map(stream -> other / stream));
    }

    LatencyCurve curve(Mode mode) {
        return new LatencyCurve(of(mode).stream().map(RealRun::real).toList());
    }

    /** Streaming's requests a second over those of another mode at a mean within 4 s; empty where one of them is not known. */
    Optional<Interval> gainOver(Mode mode) {
        if (of(mode).isEmpty() || of(Mode.STREAM).isEmpty()) {
            return Optional.empty();
        }
        var stream = curve(Mode.STREAM);
        var other = curve(mode);
        return stream.crossesTarget() && other.crossesTarget()
                ? Optional.of(stream.timesCapacityOf(other))
                : Optional.empty();
    }

    long failed() {
        return runs.values().stream()
                .flatMap(List::stream)
                .mapToLong(run -> run.real().failed())
                .sum();
    }
}
