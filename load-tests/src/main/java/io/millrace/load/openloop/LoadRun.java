package io.millrace.load.openloop;

import io.millrace.load.headline.Figures;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One system under one load.
 *
 * @param outcomes of all requests, those of the warm-up as well
 * @param processorTime of the system's own processes, of the warm-up as well
 * @param machineLoad load average at the end; negative where there is none
 */
public record LoadRun(LoadPlan plan, List<Outcome> outcomes, Duration processorTime, double machineLoad) {

    public LoadRun {
        outcomes = List.copyOf(outcomes);
    }

    /** Those that count and ended. */
    public List<Outcome> ended() {
        return outcomes.stream()
                .filter(outcome -> plan.counts(outcome.at()) && outcome.failure() == null)
                .toList();
    }

    /** Requests that did not end, those of the warm-up as well. */
    public long failed() {
        return outcomes.stream().filter(outcome -> outcome.failure() != null).count();
    }

    /** Seconds; NaN where none ended. */
    public double mean() {
        return mean(Outcome::latency);
    }

    public double firstVerdict() {
        return mean(Outcome::firstVerdict);
    }

    /** Latency that {@code share} of the requests keep within, seconds; NaN where none ended. */
    public double percentile(double share) {
        var sorted = ended().stream().mapToDouble(Outcome::latency).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
    }

    /** Requests a second that ended within {@link Figures#TARGET}. */
    public double goodput() {
        return ended().stream()
                        .filter(outcome -> outcome.latency() <= Figures.TARGET)
                        .count()
                / plan.measured();
    }

    /** Seconds of processor for each request. */
    public double processorSeconds() {
        return processorTime.toMillis() / 1e3 / Math.max(1, outcomes.size());
    }

    private double mean(ToDoubleFunction<Outcome> figure) {
        return Arrays.stream(ended().stream().mapToDouble(figure).toArray())
                .average()
                .orElse(Double.NaN);
    }
}
